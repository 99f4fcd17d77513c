package io.watchword.deploy.clip;

import io.watchword.deploy.UserMistake;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Pattern;

/** A point in a stream, as people say it. */
public sealed interface Moment {
    /** On the stream's own clock. */
    record Media(long us) implements Moment {}

    /** On the wall clock of some zone, on a day. */
    record Dated(LocalDateTime time) implements Moment {}

    /** On the wall clock of the world. */
    record Absolute(Instant time) implements Moment {}

    /** On the wall clock, on a day that follows from what is recorded. */
    record OfDay(LocalTime time) implements Moment {}

    Pattern SECONDS = Pattern.compile("\\d{1,9}(\\.\\d{1,6})?s?");
    Pattern DAY = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    Pattern TIME = Pattern.compile("\\d{1,2}:\\d{2}(:\\d{2}(\\.\\d{1,6})?)?");

    /**
     * @throws UserMistake naming the option, if it is none of them
     */
    static Moment parse(String option, String text) {
        try {
            if (SECONDS.matcher(text).matches()) {
                double seconds = Double.parseDouble(text.replace("s", ""));
                return new Media(Math.round(seconds * 1e6));
            }
            if (TIME.matcher(text).matches()) {
                return new OfDay(LocalTime.parse(text.indexOf(':') == 1 ? "0" + text : text));
            }
            if (DAY.matcher(text).matches()) {
                return new Dated(LocalDate.parse(text).atStartOfDay());
            }
            boolean local = text.matches("[^T]*T[^Z+-]*");
            return local
                    ? new Dated(LocalDateTime.parse(text))
                    : new Absolute(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            throw new UserMistake(
                    option
                            + " is \""
                            + text
                            + "\", required a time such as 90s, 14:03:10, 2026-05-04 or"
                            + " 2026-05-04T14:03:10");
        }
    }

    /**
     * As {@link #parse(String, String)}, where it is known which day it is: also {@code today} and
     * {@code yesterday}, each when it began.
     */
    static Moment parse(String option, String text, LocalDate today) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "today" -> new Dated(today.atStartOfDay());
            case "yesterday" -> new Dated(today.minusDays(1).atStartOfDay());
            default -> parse(option, text);
        };
    }

    /** The last time of day that is not after a point in time. */
    static Instant last(LocalTime time, Instant until, ZoneId zone) {
        LocalDate day = until.atZone(zone).toLocalDate();
        Instant at = day.atTime(time).atZone(zone).toInstant();
        return at.isAfter(until) ? day.minusDays(1).atTime(time).atZone(zone).toInstant() : at;
    }

    /** The first time of day after a point in time. */
    static Instant following(LocalTime time, Instant after, ZoneId zone) {
        LocalDate day = after.atZone(zone).toLocalDate();
        Instant at = day.atTime(time).atZone(zone).toInstant();
        return at.isAfter(after) ? at : day.plusDays(1).atTime(time).atZone(zone).toInstant();
    }

    /** The wall clock's microseconds of a local time. */
    static long unixUs(LocalDateTime time, ZoneId zone) {
        return unixUs(time.atZone(zone).toInstant());
    }

    static Instant instant(long unixUs) {
        return Instant.EPOCH.plus(unixUs, ChronoUnit.MICROS);
    }

    static long unixUs(Instant time) {
        return time.getEpochSecond() * 1_000_000 + time.getNano() / 1000;
    }
}
