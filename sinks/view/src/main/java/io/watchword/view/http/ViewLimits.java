package io.watchword.view.http;

import static io.watchword.contract.Checks.checkArgument;

import java.time.Duration;

/**
 * What one server takes before it refuses.
 *
 * @param maxFollowers event streams that are open at a time
 * @param maxAsks questions that are answered at a time
 * @param askPatience how long one more waits for its turn
 * @param ping after how long without news a follower gets a sign of life
 * @param idle how long a connection may neither take nor bring a byte
 */
public record ViewLimits(
        int maxFollowers, int maxAsks, Duration askPatience, Duration ping, Duration idle) {
    public static final ViewLimits DEFAULT =
            new ViewLimits(
                    256, 4, Duration.ofMinutes(2), Duration.ofSeconds(15), Duration.ofSeconds(40));

    /** Of a request; the line and all headers. */
    static final int MAX_HEADER_BYTES = 16 * 1024;

    static final long MAX_BODY_BYTES = 1 << 20;

    public ViewLimits {
        checkArgument(maxFollowers > 0, "maxFollowers is %d", maxFollowers);
        checkArgument(maxAsks > 0, "maxAsks is %d", maxAsks);
    }
}
