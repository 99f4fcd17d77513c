package io.watchword.ingest.watch;

import io.watchword.ingest.child.ShedLevel;
import java.time.Duration;

/**
 * Decides what a live stream leaves out. Pressure is how full the fuller of its two queues is:
 * bytes that wait for the decoder, segments that wait for Kafka. Under rising pressure one step is
 * taken at a time, so that each can show its effect; under low pressure they are taken back one by
 * one, more slowly. Not thread-safe.
 */
public final class ShedPolicy {
    private static final double[] RAISE_ABOVE = {0.25, 0.40, 0.55, 0.70};
    private static final double LOWER_BELOW = 0.10;
    private static final long RAISE_EVERY_NS = Duration.ofMillis(500).toNanos();
    private static final long LOWER_EVERY_NS = Duration.ofSeconds(5).toNanos();

    private ShedLevel level = ShedLevel.NOTHING;
    private long raisedNs;
    private long calmSinceNs;
    private boolean calm;

    /**
     * What to leave out now.
     *
     * @param pressure 0 (empty) to 1 (full)
     */
    public ShedLevel observe(double pressure, long nowNs) {
        int at = level.ordinal();
        boolean wasCalm = calm;
        calm = pressure < LOWER_BELOW;
        calmSinceNs = wasCalm ? calmSinceNs : nowNs;
        boolean settled = level == ShedLevel.NOTHING || nowNs - raisedNs >= RAISE_EVERY_NS;
        if (at < RAISE_ABOVE.length && pressure > RAISE_ABOVE[at] && settled) {
            level = ShedLevel.values()[at + 1];
            raisedNs = nowNs;
        } else if (at > 0 && calm && nowNs - calmSinceNs >= LOWER_EVERY_NS) {
            level = ShedLevel.values()[at - 1];
            calmSinceNs = nowNs;
        }
        return level;
    }
}
