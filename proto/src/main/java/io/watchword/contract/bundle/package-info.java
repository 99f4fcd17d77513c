/**
 * The model bundle: a directory of ONNX files with one {@code bundle.json} that says what they are.
 */
@NullMarked
package io.watchword.contract.bundle;

import org.jspecify.annotations.NullMarked;
