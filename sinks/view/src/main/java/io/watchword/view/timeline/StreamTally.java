package io.watchword.view.timeline;

import static java.util.Objects.requireNonNull;

/**
 * What is known of a stream beside its events.
 *
 * @param events without parts
 * @param lastEventId of the one that ends last; empty for none
 * @param lastEndUs where that ends
 * @param newestUnixUs no event of the stream stands before this time's place
 */
public record StreamTally(
        String source, long events, String lastEventId, long lastEndUs, long newestUnixUs) {
    public static final StreamTally NONE =
            new StreamTally("", 0, "", Long.MIN_VALUE, Long.MIN_VALUE);

    public StreamTally {
        requireNonNull(source, "source is null");
        requireNonNull(lastEventId, "lastEventId is null");
    }

    /** With one event fewer. */
    StreamTally less() {
        return less(1);
    }

    /** With so many events fewer. */
    StreamTally less(long gone) {
        return new StreamTally(
                source, Math.max(0, events - gone), lastEventId, lastEndUs, newestUnixUs);
    }

    /** With another event that ends last. */
    StreamTally endingWith(String eventId, long endUs) {
        return new StreamTally(source, events, eventId, endUs, newestUnixUs);
    }
}
