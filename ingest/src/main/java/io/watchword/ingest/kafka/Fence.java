package io.watchword.ingest.kafka;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Whether this worker may still write for its streams. The group gives them to another worker when
 * it has not heard of this one for a session's length; a process that was stopped that long notices
 * here, before it writes, and writes nothing until it has joined anew. What it wrote in between
 * carries an epoch that is over. Thread-safe.
 */
final class Fence {
    private final long sessionNs;
    private final LongSupplier nanoClock;
    private long heardNs;

    Fence(Duration session) {
        this(session, System::nanoTime);
    }

    /**
     * @param nanoClock monotonic
     */
    Fence(Duration session, LongSupplier nanoClock) {
        this.sessionNs = session.toNanos();
        this.nanoClock = nanoClock;
        this.heardNs = nanoClock.getAsLong();
    }

    /** The process runs; returns false, and changes nothing, if it did not for too long. */
    synchronized boolean alive() {
        if (!holds()) {
            return false;
        }
        heardNs = nanoClock.getAsLong();
        return true;
    }

    /** The worker holds no streams and asks for some anew. */
    synchronized void joined() {
        heardNs = nanoClock.getAsLong();
    }

    synchronized boolean holds() {
        return nanoClock.getAsLong() - heardNs < sessionNs;
    }
}
