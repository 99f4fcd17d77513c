package io.watchword.deploy.log;

import io.watchword.contract.TimeSpan;
import io.watchword.deploy.UserMistake;
import io.watchword.deploy.clip.Moment;
import io.watchword.deploy.terminal.TerminalText;
import io.watchword.fusion.ask.Summarizer;
import io.watchword.fusion.log.StoredStream;
import io.watchword.fusion.log.StoredStream.ClockStretch;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
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
public record StoredTimes(StoredStream stream, ZoneId zone) {
    private static final Pattern COUNTED =
            Pattern.compile("(?:(\\d{1,4}):)?(\\d{1,2}):(\\d{2}(?:\\.\\d{1,6})?)");
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    /** Where on the media clock a time lies, and on the wall clock, if that was asked for. */
    private record Place(long us, Optional<Long> unixUs) {}

    /**
     * The span of two times, each of which may be left out for an end of what is stored. A time in
     * a hole of the clock means the next that is stored for a beginning, the last before it for an
     * end; the last time of day that is stored is meant, and an end follows its beginning.
     *
     * @throws UserMistake naming every time that is none, or an end before the beginning
     * @throws NotStored if nothing is stored of the span
     */
    public TimeSpan span(Optional<String> from, Optional<String> to) {
        List<String> problems = new ArrayList<>();
        Place begin = new Place(stream.span().startUs(), Optional.empty());
        try {
            begin = from.map(this::begin).orElse(begin);
        } catch (UserMistake e) {
            problems.addAll(e.problems());
        }
        Place end = new Place(stream.span().endUs(), Optional.empty());
        try {
            Optional<Long> after = from.isEmpty() ? Optional.empty() : unixUs(begin);
            end = to.map(text -> end(text, after)).orElse(end);
        } catch (UserMistake e) {
            problems.addAll(e.problems());
        }
        if (problems.isEmpty() && to.isPresent() && isBackwards(begin, end)) {
            problems.add("--to is " + shown(end) + ", not after --from, " + shown(begin));
        }
        if (!problems.isEmpty()) {
            throw new UserMistake(problems);
        }
        TimeSpan span = new TimeSpan(begin.us(), Math.max(begin.us(), end.us()));
        boolean inHole = to.isPresent() && end.us() <= begin.us();
        if (inHole || !span.overlaps(stream.span())) {
            throw new NotStored(
                    List.of(
                            "nothing is stored of %s between %s and %s; stored is %s"
                                    .formatted(
                                            TerminalText.clean(stream.streamId()),
                                            shown(begin),
                                            shown(end),
                                            span(stream.span()))));
        }
        return span;
    }

    private static boolean isBackwards(Place begin, Place end) {
        return (begin.unixUs().isPresent() && end.unixUs().isPresent())
                ? end.unixUs().get() <= begin.unixUs().get()
                : end.us() <= begin.us();
    }

    private String shown(Place place) {
        return place.unixUs().map(this::clock).orElseGet(() -> at(place.us()));
    }

    private Optional<Long> unixUs(Place place) {
        return place.unixUs().or(() -> stream.unixUs(place.us()));
    }

    private Place begin(String text) {
        Moment moment = moment("--from", text);
        if (moment instanceof Moment.Media media) {
            return new Place(media.us(), Optional.empty());
        }
        long unixUs = unixUs(moment, Optional.empty());
        for (ClockStretch stretch : stream.clock()) {
            if (unixUs < stretch.endUnixUs()) {
                long intoUs = Math.max(0, unixUs - stretch.start().unixUs());
                return new Place(stretch.span().startUs() + intoUs, Optional.of(unixUs));
            }
        }
        ClockStretch last = stream.clock().get(stream.clock().size() - 1);
        long beyondUs = last.span().startUs() + unixUs - last.start().unixUs();
        return new Place(beyondUs, Optional.of(unixUs));
    }

    private Place end(String text, Optional<Long> afterUnixUs) {
        Moment moment = moment("--to", text);
        if (moment instanceof Moment.Media media) {
            return new Place(media.us(), Optional.empty());
        }
        long unixUs = unixUs(moment, afterUnixUs);
        long us = stream.span().startUs();
        for (ClockStretch stretch : stream.clock()) {
            long intoUs = unixUs - stretch.start().unixUs();
            if (intoUs > 0) {
                us = stretch.span().startUs() + Math.min(stretch.span().durationUs(), intoUs);
            }
        }
        return new Place(us, Optional.of(unixUs));
    }

    /** On the media clock or the world's, whichever this stream has. */
    private Moment moment(String option, String text) {
        if (isClocked()) {
            return Moment.parse(option, text);
        }
        Optional<Long> countedUs = countedUs(text);
        if (countedUs.isPresent()) {
            return new Moment.Media(countedUs.get());
        }
        // The time that a file gives itself is taken by its date only.
        if (!stream.clock().isEmpty() && !(Moment.parse(option, text) instanceof Moment.OfDay)) {
            return Moment.parse(option, text);
        }
        throw new UserMistake(
                option
                        + " is \""
                        + text
                        + "\", required a time from the start such as 90s, 01:30 or 1:00:05.5:"
                        + " the wall clock of this stream is not known");
    }

    /** Of a stream that was watched live; the time that a file gives itself is often wrong. */
    private boolean isClocked() {
        return Summarizer.isClocked(stream);
    }

    private static Optional<Long> countedUs(String text) {
        Matcher counted = COUNTED.matcher(text);
        if (counted.matches()) {
            long hours = counted.group(1) == null ? 0 : Long.parseLong(counted.group(1));
            long minutes = Long.parseLong(counted.group(2));
            double seconds = Double.parseDouble(counted.group(3));
            if (minutes < 60 && seconds < 60) {
                return Optional.of((hours * 60 + minutes) * 60_000_000 + Math.round(seconds * 1e6));
            }
        }
        return Moment.SECONDS.matcher(text).matches()
                ? Optional.of(Math.round(Double.parseDouble(text.replace("s", "")) * 1e6))
                : Optional.empty();
    }

    private long unixUs(Moment moment, Optional<Long> afterUnixUs) {
        if (moment instanceof Moment.Absolute absolute) {
            return Moment.unixUs(absolute.time());
        }
        if (moment instanceof Moment.Dated dated) {
            return Moment.unixUs(dated.time(), zone);
        }
        LocalTime time = ((Moment.OfDay) moment).time();
        long lastUs = stream.unixUs(stream.span().endUs()).orElseThrow();
        return Moment.unixUs(
                afterUnixUs.isPresent()
                        ? Moment.following(time, Moment.instant(afterUnixUs.get()), zone)
                        : Moment.last(time, Moment.instant(lastUs), zone));
    }

    /** A media time for people. */
    public String at(long mediaUs) {
        return isClocked()
                ? stream.unixUs(mediaUs).map(this::clock).orElseThrow()
                : TerminalText.time(mediaUs);
    }

    /** A wall clock for people. */
    public String clock(long unixUs) {
        return CLOCK.format(Moment.instant(unixUs).atZone(zone));
    }

    /** {@code from - to}; the day once. */
    public String span(TimeSpan span) {
        String from = at(span.startUs());
        String to = at(span.endUs());
        int day = from.indexOf(' ') + 1;
        return day > 0 && to.startsWith(from.substring(0, day))
                ? from + " - " + to.substring(day)
                : from + " - " + to;
    }
}
