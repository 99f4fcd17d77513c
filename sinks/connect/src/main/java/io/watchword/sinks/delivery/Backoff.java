package io.watchword.sinks.delivery;

import static io.watchword.contract.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: twice as long each time, up to a bound, and a random
 * part of that, so that many do not come back at once. Not thread-safe.
 */
public final class Backoff {
    private static final int MAX_DOUBLINGS = 30;

    private final Duration first;
    private final Duration longest;
    private final RandomGenerator random;
    private int failures;

    public Backoff(Duration first, Duration longest, RandomGenerator random) {
        checkArgument(
                first.toMillis() > 0 && first.compareTo(longest) <= 0,
                "waits are %s to %s, required more than 0 and in order",
                first,
                longest);
        this.first = first;
        this.longest = longest;
        this.random = requireNonNull(random, "random is null");
    }

    /**
     * The wait after one more failure: between half and all of the doubled time, never shorter than
     * the target asks, and of what it asks no more than the bound.
     */
    public Duration next(Optional<Duration> asked) {
        long doubledMs = first.toMillis() << Math.min(failures++, MAX_DOUBLINGS);
        long boundMs = longest.toMillis();
        long fullMs = doubledMs <= 0 || doubledMs > boundMs ? boundMs : doubledMs;
        long jitteredMs = fullMs / 2 + random.nextLong(fullMs - fullMs / 2 + 1);
        long askedMs = Math.min(boundMs, asked.map(Duration::toMillis).orElse(0L));
        return Duration.ofMillis(Math.max(Math.max(1, jitteredMs), askedMs));
    }

    /** It worked: the next failure is the first one again. */
    public void reset() {
        failures = 0;
    }
}
