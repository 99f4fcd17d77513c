package io.watchword.fusion.log;

import static java.util.Objects.requireNonNull;

import io.watchword.contract.TimeSpan;
import io.watchword.contract.WallClock;
import io.watchword.fusion.log.StoredStream.ClockStretch;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which media time of a stream people mean by {@code --from} and {@code --to}. Pure.
 *
 * <ul>
 *   <li>{@code 90s} is media time.
 *   <li>{@code 14:03} and {@code 14:03:10} are times of day of a stream that was watched live: the
 *       last ones that are stored, and an end follows its beginning. Of a recording they say how
 *       far into it, as players show it: {@code 01:05.2}, {@code 1:01:05}; the time that a file
 *       gives itself is often wrong.
 *   <li>{@code 2026-05-04T14:03:10} is a time of the wall clock, here unless it names a zone.
 * </ul>
 *
 * <p>A time of which nothing is stored means the next stored one for a beginning, the last before
 * it for an end.
 */
public final class SpanOfInterest {
    private final StoredStream stream;
    private final ZoneId zone;
    private final boolean live;

    private SpanOfInterest(StoredStream stream, ZoneId zone) {
        this.stream = requireNonNull(stream, "stream is null");
        this.zone = requireNonNull(zone, "zone is null");
        this.live =
                stream.clock().stream()
                        .anyMatch(of -> of.start().origin() != WallClock.Origin.FILE);
    }

    /**
     * The span on the stream's media clock.
     *
     * @param from empty for the stream's beginning; likewise to for its end
     * @param zone of times that name none
     * @throws IllegalArgumentException in words for people, if a text is no time or the span would
     *     end before it begins
     */
    public static TimeSpan of(
            StoredStream stream, Optional<String> from, Optional<String> to, ZoneId zone) {
        return new SpanOfInterest(stream, zone).span(from, to);
    }

    private TimeSpan span(Optional<String> from, Optional<String> to) {
        long fromUs = stream.span().startUs();
        OptionalLong fromUnixUs = OptionalLong.empty();
        if (from.isPresent()) {
            Moment moment = Moment.parse("--from", from.get(), zone);
            OptionalLong mediaUs = mediaUs(moment);
            fromUnixUs =
                    mediaUs.isPresent()
                            ? unixUs(mediaUs.getAsLong())
                            : OptionalLong.of(unixUs("--from", from.get(), moment));
            fromUs =
                    mediaUs.isPresent()
                            ? mediaUs.getAsLong()
                            : beginningUs(fromUnixUs.getAsLong(), from.get());
        }
        long toUs = to.isPresent() ? endUs(to.get(), fromUnixUs) : stream.span().endUs();
        if (toUs <= fromUs) {
            throw new IllegalArgumentException(
                    "nothing of "
                            + stream.streamId()
                            + " is stored between "
                            + from.orElse("its beginning")
                            + " and "
                            + to.orElse("its end"));
        }
        return new TimeSpan(fromUs, toUs);
    }

    /** Of a moment that needs no wall clock. */
    private OptionalLong mediaUs(Moment moment) {
        if (moment instanceof Moment.Media media) {
            return OptionalLong.of(media.us());
        }
        return moment instanceof Moment.Clock clock && !live
                ? OptionalLong.of(clock.offsetUs())
                : OptionalLong.empty();
    }

    private OptionalLong unixUs(long mediaUs) {
        return stream.unixUs(mediaUs).map(OptionalLong::of).orElse(OptionalLong.empty());
    }

    private long unixUs(String option, String text, Moment moment) {
        return moment instanceof Moment.Absolute absolute
                ? unixUs(absolute.time())
                : lastOfDay(ofDay(option, text, (Moment.Clock) moment));
    }

    private long beginningUs(long unixUs, String text) {
        for (ClockStretch stretch : clock(text)) {
            if (unixUs < stretch.endUnixUs()) {
                return stretch.span().startUs() + Math.max(0, unixUs - stretch.start().unixUs());
            }
        }
        return stream.span().endUs();
    }

    /**
     * @param fromUnixUs wall clock of the beginning that was asked for, if any
     */
    private long endUs(String text, OptionalLong fromUnixUs) {
        Moment moment = Moment.parse("--to", text, zone);
        OptionalLong mediaUs = mediaUs(moment);
        if (mediaUs.isPresent()) {
            return mediaUs.getAsLong();
        }
        long unixUs =
                fromUnixUs.isPresent() && moment instanceof Moment.Clock clock
                        ? following(ofDay("--to", text, clock), fromUnixUs.getAsLong())
                        : unixUs("--to", text, moment);
        long us = stream.span().startUs();
        for (ClockStretch stretch : clock(text)) {
            if (unixUs > stretch.start().unixUs()) {
                us =
                        stretch.span().startUs()
                                + Math.min(
                                        stretch.span().durationUs(),
                                        unixUs - stretch.start().unixUs());
            }
        }
        return us;
    }

    private List<ClockStretch> clock(String text) {
        if (stream.clock().isEmpty()) {
            throw new IllegalArgumentException(
                    "nobody knows when "
                            + stream.streamId()
                            + " was recorded: required how far into it, such as 90s or 01:30,"
                            + " found \""
                            + text
                            + "\"");
        }
        return stream.clock();
    }

    private static LocalTime ofDay(String option, String text, Moment.Clock clock) {
        try {
            return clock.ofDay();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(Moment.wrong(option, text), e);
        }
    }

    private long lastOfDay(LocalTime time) {
        long lastUs =
                stream.clock().stream().mapToLong(ClockStretch::endUnixUs).max().orElseThrow();
        LocalDate day = day(lastUs);
        long us = unixUs(day, time);
        return us <= lastUs ? us : unixUs(day.minusDays(1), time);
    }

    private long following(LocalTime time, long afterUnixUs) {
        LocalDate day = day(afterUnixUs);
        long us = unixUs(day, time);
        return us > afterUnixUs ? us : unixUs(day.plusDays(1), time);
    }

    private LocalDate day(long unixUs) {
        return Instant.ofEpochSecond(Math.floorDiv(unixUs, 1_000_000)).atZone(zone).toLocalDate();
    }

    private long unixUs(LocalDate day, LocalTime time) {
        return unixUs(day.atTime(time).atZone(zone).toInstant());
    }

    private static long unixUs(Instant time) {
        return time.getEpochSecond() * 1_000_000 + time.getNano() / 1000;
    }
}
