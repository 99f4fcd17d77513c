package io.watchword.sinks.postgres;

import java.util.List;

/** What is written in one transaction. */
public record Batch(List<StoredEvent> events, List<SegmentVector> vectors) {
    public Batch {
        events = List.copyOf(events);
        vectors = List.copyOf(vectors);
    }

    boolean isEmpty() {
        return events.isEmpty() && vectors.isEmpty();
    }
}
