package io.watchword.llm.engine;

/** Who goes first when not all can: what happens now, what somebody waits for, what can wait. */
public enum Priority {
    LIVE(0),
    ASK(1),
    BACKFILL(2);

    private final int rank;

    Priority(int rank) {
        this.rank = rank;
    }

    /** The smaller the sooner. */
    int rank() {
        return rank;
    }
}
