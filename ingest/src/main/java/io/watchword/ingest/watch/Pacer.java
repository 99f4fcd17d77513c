package io.watchword.ingest.watch;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Spreads connections of one worker over time, so that sixty cameras that vanish together, behind
 * one switch, do not come back in the same second. First come, first served: else a camera could
 * wait for ever among others that fail and come again. Thread-safe.
 */
public final class Pacer {
    private final long intervalNs;
    private final Set<Object> waiting = new LinkedHashSet<>(); // at most one a stream
    private long nextNs;
    private boolean used;

    /**
     * @param interval between two connections
     */
    public Pacer(Duration interval) {
        this.intervalNs = interval.toNanos();
    }

    /**
     * Takes the place if it is free and nobody waits longer, and returns zero; else how long to
     * wait before asking again.
     *
     * @param who waits in line from the first call until it has the place or leaves
     */
    public synchronized Duration take(Object who, long nowNs) {
        waiting.add(who);
        if (used && nextNs - nowNs > 0) {
            return Duration.ofNanos(nextNs - nowNs);
        }
        if (waiting.iterator().next() != who) {
            return Duration.ofNanos(intervalNs);
        }
        waiting.remove(who);
        used = true;
        nextNs = nowNs + intervalNs;
        return Duration.ZERO;
    }

    /** Waits no more; leaves no hole behind. */
    public synchronized void leave(Object who) {
        waiting.remove(who);
    }
}
