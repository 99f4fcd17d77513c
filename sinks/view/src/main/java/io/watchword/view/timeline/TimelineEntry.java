package io.watchword.view.timeline;

import static java.util.Objects.requireNonNull;

import io.watchword.contract.Event;
import java.time.Instant;
import java.util.Optional;

/**
 * An event as the view knows it: its newest revision, and what was found out about it.
 *
 * @param startsAt wall clock of its start, where it is known
 * @param recordedAt when it reached topic {@code events}
 */
public record TimelineEntry(
        Event event,
        Optional<Instant> startsAt,
        Instant recordedAt,
        EvidenceVectors vectors,
        Position position) {
    public TimelineEntry {
        requireNonNull(event, "event is null");
        requireNonNull(startsAt, "startsAt is null");
        requireNonNull(recordedAt, "recordedAt is null");
        requireNonNull(vectors, "vectors is null");
        requireNonNull(position, "position is null");
    }

    /** When it happened, or where nobody knows, when it was told. */
    public Instant when() {
        return startsAt.orElse(recordedAt);
    }
}
