package io.watchword.fusion.describe;

import java.util.concurrent.CompletableFuture;

/** Puts an event into words. Safe for use by several threads. */
public interface Describer extends AutoCloseable {
    /**
     * Asks. Does not block; whoever asks bounds how many questions are in the air.
     *
     * @return completes with a sentence or a reason, and exceptionally only for a bug
     */
    CompletableFuture<Description> describe(Question question);

    @Override
    void close();
}
