package io.watchword.encoders.encode;

import java.util.concurrent.CompletableFuture;

/**
 * A second motion tokenizer, which sees four seconds at once: its ids take the place of those of
 * the segment's own. Thread-safe.
 */
public interface ClipTokenizer {
    /** Ids of one clip. */
    int tokens();

    /** Size of the code book; ids are below it. */
    int codes();

    /**
     * Encodes a clip; may wait while the model's queue is full.
     *
     * @param clip as {@link io.watchword.encoders.preprocess.MotionClip} makes it
     * @return ids, (tokens), order (time, row, column)
     */
    CompletableFuture<int[]> encode(float[] clip) throws InterruptedException;
}
