package io.watchword.view.subscribe;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.view.SampleEntries;
import io.watchword.view.access.Rights;
import io.watchword.view.timeline.EvidenceVectors;
import io.watchword.view.timeline.Position;
import io.watchword.view.timeline.StreamState;
import io.watchword.view.timeline.TimelineEntry;
import io.watchword.view.timeline.TimelinePage;
import io.watchword.view.timeline.TimelineQuery;
import io.watchword.view.timeline.Timelines;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PastEntriesTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant YESTERDAY = NOW.minus(Duration.ofDays(1));

    /** An old file that was put in an hour ago, and one long ago. */
    private record TwoFiles(List<TimelineEntry> live) implements Timelines {
        @Override
        public List<StreamState> streams(Rights rights) {
            return List.of();
        }

        @Override
        public TimelinePage events(TimelineQuery query, Rights rights) {
            List<TimelineEntry> files =
                    List.of(
                            entry("new", NOW.minus(Duration.ofHours(1))),
                            entry("old", NOW.minus(Duration.ofDays(9))));
            return new TimelinePage(query.from().isEmpty() ? files : live, Optional.empty());
        }

        @Override
        public Optional<TimelineEntry> event(String eventId, Rights rights) {
            return Optional.empty();
        }
    }

    private static TimelineEntry entry(String id, Instant recordedAt) {
        return new TimelineEntry(
                SampleEntries.event("file", id, 1, 0),
                Optional.of(Instant.parse("2015-01-01T00:00:00Z")),
                recordedAt,
                EvidenceVectors.NONE,
                new Position(0, 0));
    }

    @Test
    void whatWasToldInTheSpanCountsWheneverItHappened() {
        PastEntries past = new PastEntries(new TwoFiles(List.of()), Set.of(), Rights.ALL, 100);

        PastEntries.Found found = past.in(YESTERDAY, NOW);

        assertThat(found.oldestFirst()).extracting(PastEntriesTest::id).containsExactly("new");
        assertThat(found.toldLate()).isEqualTo(1);
    }

    @Test
    void whatHappensOnACameraHidesNoFileThatWasPutIn() {
        TimelineEntry live =
                new TimelineEntry(
                        SampleEntries.event("yard", "live", 1, 0),
                        Optional.of(NOW.minus(Duration.ofMinutes(5))),
                        NOW.minus(Duration.ofMinutes(5)),
                        EvidenceVectors.NONE,
                        new Position(0, 1));
        PastEntries past = new PastEntries(new TwoFiles(List.of(live)), Set.of(), Rights.ALL, 100);

        PastEntries.Found found = past.in(YESTERDAY, NOW);

        assertThat(found.oldestFirst())
                .extracting(PastEntriesTest::id)
                .containsExactly("new", "live");
        assertThat(found.toldLate()).isEqualTo(1);
    }

    private static String id(TimelineEntry entry) {
        return entry.event().eventId();
    }
}
