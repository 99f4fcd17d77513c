package io.watchword.encoders.encode;

import io.watchword.encoders.preprocess.EncoderPicture;
import java.util.concurrent.CompletableFuture;

/** A published bundle's vision encoder. Thread-safe. */
public interface PictureEncoder {
    /**
     * Encodes a picture; may wait while the model's queue is full.
     *
     * @return completes with embeddings in the language model's own space, (tokens of the picture,
     *     dim), row-major, or exceptionally with a {@link
     *     io.watchword.encoders.batch.ModelException}
     */
    CompletableFuture<float[]> encode(EncoderPicture picture) throws InterruptedException;
}
