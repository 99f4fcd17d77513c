package io.watchword.view;

import io.watchword.contract.Event;
import io.watchword.contract.TimeSpan;
import io.watchword.contract.TokenLedger;
import io.watchword.view.timeline.EvidenceVectors;
import io.watchword.view.timeline.Position;
import io.watchword.view.timeline.TimelineEntry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Events and entries for tests. */
public final class SampleEntries {
    public static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private SampleEntries() {}

    public static Event event(String stream, String id, int revision, long startUs) {
        return event(stream, id, revision, startUs, List.of("motion"), Optional.empty());
    }

    public static Event event(
            String stream,
            String id,
            int revision,
            long startUs,
            List<String> labels,
            Optional<String> supersedes) {
        return new Event(
                id,
                revision,
                stream,
                stream + ".mp4",
                new TimeSpan(startUs, startUs + 2_000_000),
                "A red box moves. Revision " + revision + ".",
                "en",
                labels,
                Event.Severity.INFO,
                0.5f,
                new Event.Evidence(
                        List.of(stream + "/0/" + startUs / 2_000_000),
                        startUs,
                        new TokenLedger(0, 0, 0, 0, 0, 0, 0)),
                new Event.Model("tiny 2", "b", "p", "c"),
                false,
                supersedes);
    }

    /** Started at noon and its media time, and lies on partition 0. */
    public static TimelineEntry entry(Event event, long offset) {
        return entry(event, 0, offset);
    }

    public static TimelineEntry entry(Event event, int partition, long offset) {
        Instant at = NOON.plusNanos(event.span().startUs() * 1000);
        return new TimelineEntry(
                event,
                Optional.of(at),
                at.plusSeconds(3),
                EvidenceVectors.NONE,
                new Position(partition, offset));
    }

    /** Event {@code eOFFSET} of a stream, a second after the one before. */
    public static TimelineEntry numbered(String stream, int partition, long offset) {
        return entry(
                event(stream, stream + "-e" + offset, 1, offset * 1_000_000), partition, offset);
    }
}
