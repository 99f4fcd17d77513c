package io.watchword.deploy.config;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations and sizes as people write them. Pure. */
public final class Quantity {
    private static final Pattern TEXT = Pattern.compile("([0-9]{1,15})\\s*([A-Za-z]*)");

    /** More does not fit into a count of nanoseconds for much longer. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private static final Map<String, Duration> TIMES =
            Map.of(
                    "us",
                    Duration.ofNanos(1000),
                    "ms",
                    Duration.ofMillis(1),
                    "s",
                    Duration.ofSeconds(1),
                    "m",
                    Duration.ofMinutes(1),
                    "h",
                    Duration.ofHours(1),
                    "d",
                    Duration.ofDays(1));
    private static final Map<String, Integer> SIZE_BITS =
            Map.of("", 0, "KB", 10, "KiB", 10, "MB", 20, "MiB", 20, "GB", 30, "GiB", 30, "TB", 40);

    private Quantity() {}

    /** {@code 500ms}, {@code 2s}, {@code 5m}, {@code 1h}, {@code 7d}. */
    public static Optional<Duration> duration(String text) {
        Matcher parts = TEXT.matcher(text);
        Duration unit = parts.matches() ? TIMES.get(parts.group(2)) : null;
        if (unit == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(unit.multipliedBy(Long.parseLong(parts.group(1))))
                    .filter(duration -> duration.compareTo(LONGEST) <= 0);
        } catch (ArithmeticException e) {
            return Optional.empty();
        }
    }

    /** {@code 4096}, {@code 32MB}, {@code 1GB}: a kilobyte has 1024 bytes. */
    static OptionalLong bytes(String text) {
        Matcher parts = TEXT.matcher(text);
        Integer bits = parts.matches() ? SIZE_BITS.get(parts.group(2)) : null;
        if (bits == null) {
            return OptionalLong.empty();
        }
        long count = Long.parseLong(parts.group(1));
        return count > Long.MAX_VALUE >> bits
                ? OptionalLong.empty()
                : OptionalLong.of(count << bits);
    }

    /** The shortest form that says the same. */
    static String text(Duration duration) {
        for (String unit : new String[] {"d", "h", "m", "s", "ms", "us"}) {
            long nanos = TIMES.getOrDefault(unit, Duration.ZERO).toNanos();
            if (!duration.isZero() && duration.toNanos() % nanos == 0) {
                return duration.toNanos() / nanos + unit;
            }
        }
        return duration.isZero() ? "0s" : duration.toString();
    }
}
