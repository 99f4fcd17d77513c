package io.watchword.encoders.flink;

import static io.watchword.contract.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

import io.watchword.encoders.EncodeConfig;
import java.time.Duration;

/**
 * What the job needs to run against a broker.
 *
 * @param bootstrapServers {@code host:port} pairs with commas between
 * @param bundleDirectory directory of the model bundle
 * @param checkpointInterval how often state and offsets are kept; zero leaves it to the cluster
 */
public record EncodeJobConfig(
        String bootstrapServers,
        String bundleDirectory,
        Duration checkpointInterval,
        EncodeConfig encode) {
    public EncodeJobConfig {
        requireNonNull(bootstrapServers, "kafka.bootstrapServers is missing");
        requireNonNull(bundleDirectory, "encode.modelBundle is missing");
        requireNonNull(checkpointInterval, "encode.checkpointInterval is missing");
        requireNonNull(encode, "encode is missing");
        checkArgument(
                !checkpointInterval.isNegative(),
                "encode.checkpointInterval is negative: %s",
                checkpointInterval);
    }
}
