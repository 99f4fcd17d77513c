package io.watchword.ingest.watch;

import io.watchword.ingest.IngestConfig;
import io.watchword.ingest.fetch.FetchResult;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before a source is tried again: exponential back-off with full jitter (Brooker,
 * "Exponential Backoff and Jitter", 2015). Not thread-safe.
 */
public final class Backoff {
    private static final int MAX_DOUBLINGS = 20;

    private final IngestConfig.Live config;
    private final RandomGenerator random;
    private int failures;

    public Backoff(IngestConfig.Live config, RandomGenerator random) {
        this.config = config;
        this.random = random;
    }

    /**
     * A connection ended; says how long to wait.
     *
     * @param lasted from the first decoded frame to the end; zero if none came
     */
    public Duration ended(FetchResult.Kind kind, Duration lasted) {
        if (kind == FetchResult.Kind.UNAUTHENTICATED
                || kind == FetchResult.Kind.FORBIDDEN_ADDRESS) {
            return config.authBackoff(); // trying sooner changes nothing, and cameras lock out
        }
        if (lasted.compareTo(config.healthyAfter()) >= 0) {
            failures = 0;
        }
        long longestNs =
                Math.min(
                        config.maxBackoff().toNanos(),
                        config.minBackoff().toNanos() << Math.min(failures, MAX_DOUBLINGS));
        failures++;
        return Duration.ofNanos(random.nextLong(longestNs + 1));
    }
}
