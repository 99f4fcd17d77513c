package io.watchword.ingest.kafka;

import java.time.Duration;

/**
 * Whether this worker may still write for its streams. The group gives them to another worker when
 * it has not heard of this one for a session's length; a process that was stopped that long notices
 * here, before it writes. What it wrote in between carries an epoch that is over. Thread-safe.
 */
final class Fence {
    private final long sessionNs;
    private volatile long heardNs = System.nanoTime();

    Fence(Duration session) {
        this.sessionNs = session.toNanos();
    }

    /** The group has just counted this worker in. */
    void heard() {
        heardNs = System.nanoTime();
    }

    boolean holds() {
        return System.nanoTime() - heardNs < sessionNs;
    }
}
