/** Embeddings to events: detect -> context -> describe, as a Flink job. */
@NullMarked
package io.watchword.fusion;

import org.jspecify.annotations.NullMarked;
