package io.watchword.ingest.kafka;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Whether this worker may still write for its streams. The group gives them to another worker when
 * it has not heard of this one for a session's length; a process that was stopped that long notices
 * here, before it writes. Down, it stays down until the worker has let go of what it had: that time
 * goes on does not bring the streams back. What was written in between carries an epoch that is
 * over.
 *
 * <p>One thread says that it runs; any may ask.
 */
final class Fence {
    private final long sessionNs;
    private final LongSupplier nanoClock;
    private volatile long heardNs;
    private volatile boolean down;

    Fence(Duration session) {
        this(session, System::nanoTime);
    }

    Fence(Duration session, LongSupplier nanoClock) {
        this.sessionNs = session.toNanos();
        this.nanoClock = nanoClock;
        this.heardNs = nanoClock.getAsLong();
    }

    /** This process runs, and so does the thread that keeps it in the group. */
    void heard() {
        long nowNs = nanoClock.getAsLong();
        if (nowNs - heardNs >= sessionNs) {
            down = true;
        }
        heardNs = nowNs;
    }

    /** The worker has no stream any more: what it gets from now on is its own. */
    void raise() {
        heardNs = nanoClock.getAsLong();
        down = false;
    }

    boolean holds() {
        return !down && nanoClock.getAsLong() - heardNs < sessionNs;
    }
}
