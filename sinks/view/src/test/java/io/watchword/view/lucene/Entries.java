package io.watchword.view.lucene;

import io.watchword.contract.Event;
import io.watchword.contract.TimeSpan;
import io.watchword.contract.TokenLedger;
import io.watchword.view.search.SearchQuery;
import io.watchword.view.timeline.EvidenceVectors;
import io.watchword.view.timeline.Position;
import io.watchword.view.timeline.TimelineEntry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Entries and queries, with what a test does not care about filled in. */
final class Entries {
    static final Instant NOON = Instant.parse("2026-05-04T12:00:00Z");
    static final String BUNDLE = "ab".repeat(32);

    private Entries() {}

    /** The n-th event, n minutes after noon. */
    static TimelineEntry entry(int n, String stream, String caption, String... labels) {
        return entry(n, stream, caption, EvidenceVectors.NONE, Optional.empty(), labels);
    }

    static TimelineEntry entry(int n, String stream, String caption, EvidenceVectors vectors) {
        return entry(n, stream, caption, vectors, Optional.empty());
    }

    static TimelineEntry entry(
            int n,
            String stream,
            String caption,
            EvidenceVectors vectors,
            Optional<String> supersedes,
            String... labels) {
        Event event =
                new Event(
                        "e" + n,
                        1,
                        stream,
                        stream,
                        new TimeSpan(n * 60_000_000L, n * 60_000_000L + 5_000_000),
                        caption,
                        "en",
                        List.of(labels),
                        Event.Severity.INFO,
                        0.9f,
                        new Event.Evidence(List.of(), -1, new TokenLedger(0, 0, 0, 0, 0, 0, 0)),
                        new Event.Model("m", "00", "00", "00"),
                        false,
                        supersedes);
        return new TimelineEntry(
                event,
                Optional.of(NOON.plusSeconds(60L * n)),
                NOON.plusSeconds(60L * n + 5),
                vectors,
                new Position(0, n));
    }

    static EvidenceVectors text(float... vector) {
        return new EvidenceVectors(BUNDLE, vector, new float[0], new float[0], new float[0]);
    }

    static EvidenceVectors motion(float... vector) {
        return new EvidenceVectors(BUNDLE, new float[0], vector, new float[0], new float[0]);
    }

    static SearchQuery query(String text) {
        return query(text, 20, Optional.empty());
    }

    static SearchQuery query(String text, int limit, Optional<String> page) {
        return new SearchQuery(
                text,
                Optional.empty(),
                Set.of(),
                Optional.empty(),
                Optional.empty(),
                Set.of(),
                limit,
                page);
    }

    static SearchQuery like(String eventId, SearchQuery.By by) {
        return new SearchQuery(
                "",
                Optional.of(new SearchQuery.Like(eventId, by)),
                Set.of(),
                Optional.empty(),
                Optional.empty(),
                Set.of(),
                20,
                Optional.empty());
    }
}
