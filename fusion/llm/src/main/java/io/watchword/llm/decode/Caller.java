package io.watchword.llm.decode;

import java.util.OptionalLong;

/** Who waits for an answer, and for how long. Thread-safe. */
public interface Caller {
    /** Whether nobody waits any more: cancelled, or past the deadline. */
    boolean gone();

    /** Time to the deadline, never negative; empty if the caller gave none. */
    OptionalLong remainingNs();

    /**
     * Has something done once when the caller goes, at once if it has gone. The action must be
     * quick: it runs on the thread that noticed.
     */
    Watch onGone(Runnable action);

    /** Ends what {@link #onGone} began. */
    interface Watch extends AutoCloseable {
        @Override
        void close();
    }
}
