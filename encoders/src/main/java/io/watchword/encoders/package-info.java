/** segments -> preprocess -> batch -> encode -> temporal -> embeddings, as a Flink job. */
@NullMarked
package io.watchword.encoders;

import org.jspecify.annotations.NullMarked;
