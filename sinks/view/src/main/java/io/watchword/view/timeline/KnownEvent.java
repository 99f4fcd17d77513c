package io.watchword.view.timeline;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * What is remembered of an event by its id.
 *
 * @param revision the newest seen; 0 for one that was replaced before it was seen
 * @param whenUnixUs with stream and id its place; empty for one that was replaced
 */
public record KnownEvent(String streamId, int revision, Optional<Long> whenUnixUs) {
    public KnownEvent {
        requireNonNull(streamId, "streamId is null");
        requireNonNull(whenUnixUs, "whenUnixUs is null");
    }

    public boolean isReplaced() {
        return whenUnixUs.isEmpty();
    }

    /** Where it stands; empty for one that was replaced. */
    public Optional<TimelinePlace> place(String eventId) {
        return whenUnixUs.map(when -> new TimelinePlace(when, streamId, eventId));
    }
}
