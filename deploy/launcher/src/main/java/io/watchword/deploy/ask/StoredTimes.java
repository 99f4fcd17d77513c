package io.watchword.deploy.ask;

import io.watchword.contract.TimeSpan;
import io.watchword.deploy.UserMistake;
import io.watchword.deploy.clip.Moment;
import io.watchword.deploy.describe.TerminalText;
import io.watchword.fusion.ask.Summarizer;
import io.watchword.fusion.log.StoredStream;
import io.watchword.fusion.log.StoredStream.ClockStretch;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Times of a stored stream as people say and read them: on the wall clock where it is known, else
 * counted from the start, as tables show it. Pure.
 */
record StoredTimes(StoredStream stream, ZoneId zone) {
    private static final Pattern COUNTED =
            Pattern.compile("(?:(\\d{1,4}):)?(\\d{1,2}):(\\d{2}(?:\\.\\d{1,6})?)");
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    /**
     * The span of two times, each of which may be left out for an end of what is stored.
     *
     * @throws UserMistake naming every time that is none, or an end before the beginning
     */
    TimeSpan span(Optional<String> from, Optional<String> to) {
        List<String> problems = new ArrayList<>();
        long fromUs = stream.span().startUs();
        try {
            fromUs = from.map(text -> startUs("--from", text)).orElse(fromUs);
        } catch (UserMistake e) {
            problems.addAll(e.problems());
        }
        long toUs = stream.span().endUs();
        try {
            long afterUs = fromUs;
            toUs = to.map(text -> endUs("--to", text, afterUs)).orElse(toUs);
        } catch (UserMistake e) {
            problems.addAll(e.problems());
        }
        if (problems.isEmpty()
                && toUs <= fromUs
                && (to.isPresent() || fromUs < stream.span().endUs())) {
            problems.add("--to is " + at(toUs) + ", not after --from, " + at(fromUs));
        }
        if (!problems.isEmpty()) {
            throw new UserMistake(problems);
        }
        return new TimeSpan(fromUs, Math.max(fromUs, toUs));
    }

    private long startUs(String option, String text) {
        return isClocked()
                ? clocked(Moment.parse(option, text), Optional.empty())
                : counted(option, text);
    }

    private long endUs(String option, String text, long afterUs) {
        return isClocked()
                ? clocked(Moment.parse(option, text), Optional.of(afterUs))
                : counted(option, text);
    }

    /** Of a stream that was watched live; the time that a file gives itself is often wrong. */
    private boolean isClocked() {
        return Summarizer.isClocked(stream);
    }

    private static long counted(String option, String text) {
        Matcher counted = COUNTED.matcher(text);
        if (counted.matches()) {
            long hours = counted.group(1) == null ? 0 : Long.parseLong(counted.group(1));
            long minutes = Long.parseLong(counted.group(2));
            double seconds = Double.parseDouble(counted.group(3));
            if (minutes < 60 && seconds < 60) {
                return (hours * 60 + minutes) * 60_000_000 + Math.round(seconds * 1e6);
            }
        }
        if (text.matches("\\d{1,9}(\\.\\d{1,6})?s?")
                && Moment.parse(option, text) instanceof Moment.Media media) {
            return media.us();
        }
        throw new UserMistake(
                option
                        + " is \""
                        + text
                        + "\", required a time from the start such as 90s, 01:30 or 1:00:05.5:"
                        + " the wall clock of this stream is not known");
    }

    private long clocked(Moment moment, Optional<Long> afterUs) {
        if (moment instanceof Moment.Media media) {
            return media.us();
        }
        if (moment instanceof Moment.Absolute absolute) {
            return mediaUs(Moment.unixUs(absolute.time()));
        }
        if (moment instanceof Moment.Dated dated) {
            return mediaUs(Moment.unixUs(dated.time(), zone));
        }
        LocalTime time = ((Moment.OfDay) moment).time();
        return mediaUs(
                afterUs.flatMap(stream::unixUs)
                        .map(after -> following(time, after))
                        .orElseGet(() -> last(time)));
    }

    /** The last time of day that is stored. */
    private long last(LocalTime time) {
        long endUnixUs = stream.unixUs(stream.span().endUs()).orElseThrow();
        LocalDate day = day(endUnixUs);
        long us = Moment.unixUs(day.atTime(time), zone);
        return us <= endUnixUs ? us : Moment.unixUs(day.minusDays(1).atTime(time), zone);
    }

    private long following(LocalTime time, long afterUnixUs) {
        LocalDate day = day(afterUnixUs);
        long us = Moment.unixUs(day.atTime(time), zone);
        return us > afterUnixUs ? us : Moment.unixUs(day.plusDays(1).atTime(time), zone);
    }

    private LocalDate day(long unixUs) {
        return instant(unixUs).atZone(zone).toLocalDate();
    }

    /** In a hole of the clock, the end of the stretch before it. */
    private long mediaUs(long unixUs) {
        ClockStretch first = stream.clock().get(0);
        long us = first.span().startUs() + Math.min(0, unixUs - first.start().unixUs());
        for (ClockStretch stretch : stream.clock()) {
            long intoUs = unixUs - stretch.start().unixUs();
            boolean last = stretch.equals(stream.clock().get(stream.clock().size() - 1));
            if (intoUs >= 0) {
                us =
                        stretch.span().startUs()
                                + (last ? intoUs : Math.min(intoUs, stretch.span().durationUs()));
            }
        }
        return Math.max(0, us);
    }

    /** A media time for people. */
    String at(long mediaUs) {
        return isClocked()
                ? stream.unixUs(mediaUs).map(this::clock).orElseThrow()
                : TerminalText.time(mediaUs);
    }

    /** A wall clock for people. */
    String clock(long unixUs) {
        return CLOCK.format(instant(unixUs).atZone(zone));
    }

    /** {@code from - to}; the day once. */
    String span(TimeSpan span) {
        String from = at(span.startUs());
        String to = at(span.endUs());
        int day = from.indexOf(' ') + 1;
        return day > 0 && to.startsWith(from.substring(0, day))
                ? from + " - " + to.substring(day)
                : from + " - " + to;
    }

    private static Instant instant(long unixUs) {
        return Instant.EPOCH.plus(unixUs, ChronoUnit.MICROS);
    }
}
