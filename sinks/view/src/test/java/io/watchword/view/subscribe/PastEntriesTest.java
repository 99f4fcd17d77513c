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
    private record TwoFiles() implements Timelines {
        @Override
        public List<StreamState> streams(Rights rights) {
            return List.of();
        }

        @Override
        public TimelinePage events(TimelineQuery query, Rights rights) {
            return new TimelinePage(
                    List.of(
                                    entry("new", NOW.minus(Duration.ofHours(1))),
                                    entry("old", NOW.minus(Duration.ofDays(9))))
                            .stream()
                            .filter(one -> query.from().isEmpty())
                            .toList(),
                    Optional.empty());
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
    void whatWasRecordedInTheSpanIsFoundWheneverItHappened() {
        PastEntries past = new PastEntries(new TwoFiles(), Set.of(), Rights.ALL, 100);

        assertThat(past.happened(YESTERDAY, NOW).oldestFirst()).isEmpty();
        assertThat(past.recorded(YESTERDAY, NOW).oldestFirst())
                .extracting(one -> one.event().eventId())
                .containsExactly("new");
    }
}
