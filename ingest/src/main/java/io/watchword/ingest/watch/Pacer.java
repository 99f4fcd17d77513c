package io.watchword.ingest.watch;

import java.time.Duration;

/**
 * Spreads connections of one worker over time, so that sixty cameras that vanish together, behind
 * one switch, do not come back in the same second. Thread-safe.
 */
public final class Pacer {
    private final long intervalNs;
    private long nextNs;
    private boolean used;

    /**
     * @param interval between two connections
     */
    public Pacer(Duration interval) {
        this.intervalNs = interval.toNanos();
    }

    /** Takes the next place; returns how long to wait for it. */
    public synchronized Duration take(long nowNs) {
        long slotNs = used && nextNs - nowNs > 0 ? nextNs : nowNs;
        used = true;
        nextNs = slotNs + intervalNs;
        return Duration.ofNanos(slotNs - nowNs);
    }
}
