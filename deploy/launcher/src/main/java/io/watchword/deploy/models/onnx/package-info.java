/** What ONNX Runtime says of a graph. */
@NullMarked
package io.watchword.deploy.models.onnx;

import org.jspecify.annotations.NullMarked;
