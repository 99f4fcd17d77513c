package io.watchword.fusion;

import static io.watchword.contract.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.time.Duration;

/**
 * The {@code fuse.outage} section of pipeline.yaml: what happens while the language model is down.
 *
 * @param failuresInRow failed calls in a row after which the model is left alone
 * @param window calls that are looked back on for {@code failureShare}
 * @param failureShare share of them that must have failed for the model to be left alone
 * @param rest how long it is left alone before one call tries it again
 * @param revisePause least time from one revised caption to the next
 * @param waitAtEnd how long {@code describe} waits for a model that is down, after the last caption
 *     that was revised
 */
public record OutageConfig(
        int failuresInRow,
        int window,
        float failureShare,
        Duration rest,
        Duration revisePause,
        Duration waitAtEnd)
        implements Serializable {
    public static final OutageConfig DEFAULT =
            new OutageConfig(
                    5,
                    20,
                    0.5f,
                    Duration.ofSeconds(15),
                    Duration.ofMillis(100),
                    Duration.ofSeconds(30));

    public OutageConfig {
        requireNonNull(rest, "fuse.outage.rest is missing");
        requireNonNull(revisePause, "fuse.outage.revisePause is missing");
        requireNonNull(waitAtEnd, "fuse.outage.waitAtEnd is missing");
        checkArgument(
                failuresInRow > 0, "fuse.outage.failuresInRow is not positive: %d", failuresInRow);
        checkArgument(
                window > 0 && window <= 1000, "fuse.outage.window is %d, not in [1, 1000]", window);
        checkArgument(
                failureShare > 0 && failureShare <= 1,
                "fuse.outage.failureShare is %s, not in (0, 1]",
                failureShare);
        checkArgument(rest.toMillis() > 0, "fuse.outage.rest is not positive: %s", rest);
        checkArgument(
                !revisePause.isNegative(), "fuse.outage.revisePause is negative: %s", revisePause);
        checkArgument(!waitAtEnd.isNegative(), "fuse.outage.waitAtEnd is negative: %s", waitAtEnd);
    }
}
