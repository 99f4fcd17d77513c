package io.watchword.view.lucene;

import org.apache.lucene.index.QueryTimeout;

/**
 * When one search is given up. A walk asks at every vector: to look at the clock each time would
 * take a quarter of it. Not thread-safe.
 */
final class Deadline implements QueryTimeout {
    private static final int ASKED_FOR_ONE_LOOK = 32;

    private final long deadlineNs; // of System.nanoTime
    private int asked;
    private boolean over;

    Deadline(long deadlineNs) {
        this.deadlineNs = deadlineNs;
    }

    /** Whether anything was given up. */
    boolean wasMet() {
        return over;
    }

    @Override
    public boolean shouldExit() {
        if (!over && asked++ % ASKED_FOR_ONE_LOOK == 0) {
            over = System.nanoTime() - deadlineNs > 0;
        }
        return over;
    }
}
