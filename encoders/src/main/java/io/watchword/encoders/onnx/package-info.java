/** ONNX Runtime: sessions, tensors, execution providers. */
@NullMarked
package io.watchword.encoders.onnx;

import org.jspecify.annotations.NullMarked;
