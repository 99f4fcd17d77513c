/** The one model that only the evaluation runs. */
@NullMarked
package io.watchword.deploy.eval.onnx;

import org.jspecify.annotations.NullMarked;
