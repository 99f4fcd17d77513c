package io.watchword.view.timeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.util.Base64;
import java.util.Comparator;

/**
 * Where an event stands among all: the newest first, and no two in one place.
 *
 * @param whenUnixUs {@link TimelineEntry#when()}
 */
public record TimelinePlace(long whenUnixUs, String streamId, String eventId)
        implements Comparable<TimelinePlace> {
    private static final Comparator<TimelinePlace> NEWEST_FIRST =
            Comparator.comparingLong(TimelinePlace::whenUnixUs)
                    .reversed()
                    .thenComparing(TimelinePlace::streamId)
                    .thenComparing(TimelinePlace::eventId, Comparator.reverseOrder());
    private static final int MAX_TOKEN = 2000;

    public TimelinePlace {
        requireNonNull(streamId, "streamId is null");
        requireNonNull(eventId, "eventId is null");
    }

    public static TimelinePlace of(TimelineEntry entry) {
        return new TimelinePlace(
                UnixTime.us(entry.when()), entry.event().streamId(), entry.event().eventId());
    }

    /**
     * Reads what {@link #token} wrote.
     *
     * @throws IllegalArgumentException if it is no such token
     */
    public static TimelinePlace parse(String token) {
        try {
            String text =
                    token.length() > MAX_TOKEN
                            ? ""
                            : new String(Base64.getUrlDecoder().decode(token), UTF_8);
            String[] parts = text.split("\0", -1);
            if (parts.length == 3) {
                return new TimelinePlace(Long.parseLong(parts[0]), parts[1], parts[2]);
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(problem(token), e);
        }
        throw new IllegalArgumentException(problem(token));
    }

    private static String problem(String token) {
        return "required: a token that a page gave; found: "
                + (token.length() > 80 ? token.substring(0, 80) : token);
    }

    /** Asks for what comes after it. Safe in an address. */
    public String token() {
        String text = whenUnixUs + "\0" + streamId + "\0" + eventId;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
    }

    @Override
    public int compareTo(TimelinePlace other) {
        return NEWEST_FIRST.compare(this, other);
    }
}
