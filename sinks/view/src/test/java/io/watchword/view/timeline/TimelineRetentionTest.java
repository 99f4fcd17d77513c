package io.watchword.view.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.contract.Event;
import io.watchword.view.SampleEntries;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TimelineRetentionTest {
    private static final Duration KEPT = Duration.ofDays(1);

    /** Entries of the samples are recorded three seconds after they start. */
    private static final Instant FIRST_GOES = SampleEntries.NOON.plusSeconds(3).plus(KEPT);

    private final MemoryTimelines store = new MemoryTimelines();
    private final TimelineKeeper keeper = new TimelineKeeper(store);
    private final TimelineRetention retention = new TimelineRetention(store, KEPT);
    private long offset;

    private void enter(Event event) {
        long at = offset++;
        keeper.enter(event, new Position(0, at), (one, before) -> SampleEntries.entry(one, at));
    }

    @Test
    void letsGoOfWhatWasRecordedBeforeTheLogKeepsItAndOfNothingElse() {
        enter(SampleEntries.event("yard", "a", 1, 0));
        enter(SampleEntries.event("yard", "b", 1, 1_000_000));

        assertThat(retention.letGo(FIRST_GOES)).isZero();
        assertThat(retention.letGo(FIRST_GOES.plusMillis(500))).isEqualTo(1);

        assertThat(store.known("a")).isEmpty();
        assertThat(store.known("b")).isPresent();
        assertThat(store.tally("yard").events()).isEqualTo(1);
        assertThat(store.tally("yard").lastEventId()).isEqualTo("b");
    }

    @Test
    void keepsWhatHappenedLongAgoButWasToldLately() {
        Event event = SampleEntries.event("archive", "a", 1, 0);
        Instant longAgo = Instant.parse("2019-01-01T00:00:00Z");
        keeper.enter(
                event,
                new Position(0, 0),
                (one, before) ->
                        new TimelineEntry(
                                one,
                                Optional.of(longAgo),
                                SampleEntries.NOON,
                                EvidenceVectors.NONE,
                                new Position(0, 0)));

        assertThat(retention.letGo(SampleEntries.NOON.plus(KEPT))).isZero();
        assertThat(retention.letGo(SampleEntries.NOON.plus(KEPT).plusSeconds(1))).isEqualTo(1);
    }

    @Test
    void forgetsAStreamOfWhichNothingIsLeftAndWhatItsEventsReplaced() {
        enter(SampleEntries.event("yard", "a", 1, 0));
        enter(SampleEntries.event("yard", "b", 1, 0, List.of("motion"), Optional.of("a")));
        assertThat(store.known("a")).hasValueSatisfying(KnownEvent::isReplaced);

        assertThat(retention.letGo(FIRST_GOES.plusSeconds(1))).isEqualTo(1);

        assertThat(store.known("a")).isEmpty();
        assertThat(store.known("b")).isEmpty();
        assertThat(store.streamIds()).isEmpty();
    }

    @Test
    void goesOnWhereItEndedWhenThereIsMuch() {
        for (int i = 0; i < 7; i++) {
            enter(SampleEntries.event("gate", "g" + i, 1, i * 1_000_000L));
            enter(SampleEntries.event("yard", "y" + i, 1, i * 1_000_000L));
        }
        TimelineRetention small = new TimelineRetention(store, KEPT, 3);
        Instant later = FIRST_GOES.plusSeconds(60);

        int gone = 0;
        for (int call = 0; call < 6; call++) {
            int now = small.letGo(later);
            assertThat(now).isLessThanOrEqualTo(3);
            gone += now;
        }

        assertThat(gone).isEqualTo(14);
        assertThat(store.streamIds()).isEmpty();
    }
}
