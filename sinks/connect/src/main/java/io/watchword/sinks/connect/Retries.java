package io.watchword.sinks.connect;

import io.watchword.sinks.delivery.Backoff;
import java.time.Duration;
import java.util.SplittableRandom;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;

/** Settings of every sink whose target is a server: how it tries again. */
final class Retries {
    private static final String FIRST_MS = "retry.first.ms";
    private static final String LONGEST_MS = "retry.longest.ms";

    private Retries() {}

    static ConfigDef define(ConfigDef definition) {
        return definition
                .define(
                        FIRST_MS,
                        ConfigDef.Type.LONG,
                        1_000L,
                        ConfigDef.Range.between(1, 3_600_000),
                        ConfigDef.Importance.LOW,
                        "Longest wait before the first new attempt. It doubles with each.")
                .define(
                        LONGEST_MS,
                        ConfigDef.Type.LONG,
                        60_000L,
                        ConfigDef.Range.between(1, 3_600_000),
                        ConfigDef.Importance.LOW,
                        "Longest wait before any new attempt, also where the target asks for"
                                + " more.");
    }

    static Backoff backoff(AbstractConfig config) {
        long longestMs = config.getLong(LONGEST_MS);
        return new Backoff(
                Duration.ofMillis(Math.min(config.getLong(FIRST_MS), longestMs)),
                Duration.ofMillis(longestMs),
                new SplittableRandom());
    }
}
