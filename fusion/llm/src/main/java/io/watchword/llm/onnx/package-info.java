/** Language model, projectors and tokenizer of a bundle, on ONNX Runtime. */
@NullMarked
package io.watchword.llm.onnx;

import org.jspecify.annotations.NullMarked;
