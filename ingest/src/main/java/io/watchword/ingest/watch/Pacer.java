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

    /**
     * Takes the place if it is free, and returns zero; else how long to wait before asking again.
     * Who gives up waiting leaves no hole behind.
     */
    public synchronized Duration take(long nowNs) {
        if (used && nextNs - nowNs > 0) {
            return Duration.ofNanos(nextNs - nowNs);
        }
        used = true;
        nextNs = nowNs + intervalNs;
        return Duration.ZERO;
    }
}
