package io.watchword.deploy.config;

import static io.watchword.contract.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

import java.time.Duration;

/** The {@code log} section of pipeline.yaml: how long Kafka keeps what was understood. */
public record LogConfig(Embeddings embeddings, Events events) {
    public static final LogConfig DEFAULT = new LogConfig(Embeddings.DEFAULT, Events.DEFAULT);

    public LogConfig {
        requireNonNull(embeddings, "log.embeddings is missing");
        requireNonNull(events, "log.events is missing");
    }

    /**
     * Topic {@code embeddings}, and its index as long.
     *
     * @param maxAge older ones are deleted
     * @param maxBytes of one partition; the oldest are deleted beyond
     * @param tiered whether the cluster may move older parts to its remote storage
     * @param localMaxAge what stays on the brokers' own disks then
     */
    public record Embeddings(Duration maxAge, long maxBytes, boolean tiered, Duration localMaxAge) {
        public static final Embeddings DEFAULT =
                new Embeddings(Duration.ofDays(30), 50L << 30, false, Duration.ofDays(1));

        public Embeddings {
            requireNonNull(maxAge, "log.embeddings.maxAge is missing");
            requireNonNull(localMaxAge, "log.embeddings.localMaxAge is missing");
            checkArgument(
                    maxAge.toMillis() > 0, "log.embeddings.maxAge is not positive: %s", maxAge);
            checkArgument(maxBytes > 0, "log.embeddings.maxBytes is not positive: %d", maxBytes);
            checkArgument(
                    localMaxAge.toMillis() > 0 && localMaxAge.compareTo(maxAge) <= 0,
                    "log.embeddings.localMaxAge is %s, not in (0, maxAge]",
                    localMaxAge);
        }
    }

    /**
     * Topic {@code events}.
     *
     * @param maxAge older ones are deleted
     */
    public record Events(Duration maxAge) {
        public static final Events DEFAULT = new Events(Duration.ofDays(365));

        public Events {
            requireNonNull(maxAge, "log.events.maxAge is missing");
            checkArgument(maxAge.toMillis() > 0, "log.events.maxAge is not positive: %s", maxAge);
        }
    }
}
