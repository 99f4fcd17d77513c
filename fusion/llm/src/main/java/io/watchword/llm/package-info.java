/**
 * Stored embeddings and a prompt to a sentence, as a gRPC server: grpc -> project -> compress ->
 * prompt -> engine -> sample -> token -> decode.
 */
@NullMarked
package io.watchword.llm;

import org.jspecify.annotations.NullMarked;
