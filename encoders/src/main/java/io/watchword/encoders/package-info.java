/** Segments to embeddings: preprocess -> facts -> batch -> encode, as a Flink job. */
@NullMarked
package io.watchword.encoders;

import org.jspecify.annotations.NullMarked;
