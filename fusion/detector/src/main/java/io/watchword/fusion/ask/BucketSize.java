package io.watchword.fusion.ask;

import static io.watchword.contract.Checks.checkArgument;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long the parts are that a span is summed up by. Pure.
 *
 * @param length whole days, or less than a day
 */
public record BucketSize(Duration length) {
    /** More would be no summary. */
    public static final int MOST_BUCKETS = 10_000;

    private static final Map<String, String> NAMED =
            Map.of("minute", "1m", "hour", "1h", "day", "1d");
    private static final Pattern NUMBERED = Pattern.compile("(\\d{1,4})([smhd])");

    public BucketSize {
        long seconds = length.toSeconds();
        checkArgument(
                seconds >= 1 && seconds <= Duration.ofDays(31).toSeconds(),
                "a part of %d s, required 1 second to 31 days",
                seconds);
        checkArgument(
                seconds < Duration.ofDays(1).toSeconds()
                        || seconds % Duration.ofDays(1).toSeconds() == 0,
                "a part of %d s, required whole days or less than one",
                seconds);
    }

    /** One part: from and until when, Unix or media time in microseconds. */
    public record Range(long startUs, long endUs) {
        boolean holds(long timeUs) {
            return startUs <= timeUs && timeUs < endUs;
        }
    }

    /**
     * {@code hour}, {@code minute}, {@code day}, or a number with s, m, h or d.
     *
     * @throws IllegalArgumentException if it is none of them
     */
    public static BucketSize parse(String text) {
        Matcher number = NUMBERED.matcher(NAMED.getOrDefault(text, text));
        checkArgument(
                number.matches(),
                "\"%s\", required minute, hour, day, or a number with s, m, h or d such as 10m",
                text);
        long count = Long.parseLong(number.group(1));
        return new BucketSize(
                switch (number.group(2)) {
                    case "s" -> Duration.ofSeconds(count);
                    case "m" -> Duration.ofMinutes(count);
                    case "h" -> Duration.ofHours(count);
                    default -> Duration.ofDays(count);
                });
    }

    /**
     * The parts of a span of media time: multiples of the length from 0.
     *
     * @throws IllegalArgumentException if there are too many
     */
    public List<Range> ofMedia(long startUs, long endUs) {
        long lengthUs = length.toNanos() / 1000;
        checkCount((endUs - startUs) / lengthUs);
        List<Range> ranges = new ArrayList<>();
        for (long us = Math.floorDiv(startUs, lengthUs) * lengthUs; us < endUs; us += lengthUs) {
            ranges.add(new Range(us, us + lengthUs));
        }
        return ranges;
    }

    /**
     * The parts of a span of Unix time: counted from each local midnight, at which the last part of
     * a day ends.
     *
     * @throws IllegalArgumentException if there are too many
     */
    public List<Range> ofClock(long startUnixUs, long endUnixUs, ZoneId zone) {
        long lengthUs = length.toNanos() / 1000;
        checkCount((endUnixUs - startUnixUs) / lengthUs);
        List<Range> ranges = new ArrayList<>();
        LocalDate day = instant(startUnixUs).atZone(zone).toLocalDate();
        long days = Math.max(1, length.toDays());
        while (midnightUs(day, zone) < endUnixUs) {
            long fromUs = midnightUs(day, zone);
            long toUs = midnightUs(day.plusDays(days), zone);
            for (long us = fromUs; us < toUs; us = next(us, lengthUs, toUs)) {
                long endUs = next(us, lengthUs, toUs);
                if (endUs > startUnixUs && us < endUnixUs) {
                    ranges.add(new Range(us, endUs));
                }
            }
            day = day.plusDays(days);
        }
        return ranges;
    }

    /** Days with 23 or 25 hours are days all the same. */
    private long next(long startUs, long lengthUs, long limitUs) {
        return length.toDays() > 0 ? limitUs : Math.min(startUs + lengthUs, limitUs);
    }

    private static void checkCount(long count) {
        checkArgument(
                count <= MOST_BUCKETS,
                "%d parts, at most %d make sense: give longer ones",
                count,
                MOST_BUCKETS);
    }

    private static Instant instant(long unixUs) {
        return Instant.EPOCH.plus(unixUs, ChronoUnit.MICROS);
    }

    private static long midnightUs(LocalDate day, ZoneId zone) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, day.atStartOfDay(zone).toInstant());
    }
}
