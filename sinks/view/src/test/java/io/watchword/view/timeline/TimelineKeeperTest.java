package io.watchword.view.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.contract.Event;
import io.watchword.view.SampleEntries;
import io.watchword.view.access.Rights;
import io.watchword.view.timeline.TimelineKeeper.Outcome;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TimelineKeeperTest {
    private final MemoryTimelines store = new MemoryTimelines();
    private final TimelineKeeper keeper = new TimelineKeeper(store);
    private long offset;

    private Outcome enter(Event event) {
        long at = offset++;
        return keeper.enter(
                event, new Position(0, at), (one, before) -> SampleEntries.entry(one, at));
    }

    private static Event replacing(String id, String other, long startUs) {
        return SampleEntries.event("yard", id, 1, startUs, List.of("motion"), Optional.of(other));
    }

    private List<String> told() {
        TimelineQuery all =
                new TimelineQuery(
                        java.util.Set.of(),
                        Optional.empty(),
                        Optional.empty(),
                        java.util.Set.of(),
                        200,
                        Optional.empty());
        return new TimelineReader(store)
                .events(all, Rights.ALL).entries().stream()
                        .map(entry -> entry.event().eventId() + "." + entry.event().revision())
                        .toList();
    }

    @Test
    void keepsTheHigherRevisionWhicheverComesFirst() {
        enter(SampleEntries.event("yard", "a", 2, 0));
        Outcome older = enter(SampleEntries.event("yard", "a", 1, 0));
        enter(SampleEntries.event("yard", "b", 1, 5_000_000));
        Outcome newer = enter(SampleEntries.event("yard", "b", 2, 5_000_000));

        assertThat(told()).containsExactly("b.2", "a.2");
        assertThat(older).isInstanceOf(Outcome.Stale.class);
        assertThat(newer).isInstanceOf(Outcome.Told.class);
        assertThat(store.tally("yard").events()).isEqualTo(2);
    }

    @Test
    void tellsTheSameRecordAgainButNotACopyOfIt() {
        Event event = SampleEntries.event("yard", "a", 1, 0);
        keeper.enter(event, new Position(0, 7), (one, before) -> SampleEntries.entry(one, 7));

        Outcome again =
                keeper.enter(
                        event, new Position(0, 7), (one, before) -> SampleEntries.entry(one, 7));
        Outcome copy =
                keeper.enter(
                        event, new Position(0, 8), (one, before) -> SampleEntries.entry(one, 8));

        assertThat(again).isEqualTo(new Outcome.Told(SampleEntries.entry(event, 7)));
        assertThat(copy).isInstanceOf(Outcome.Stale.class);
        assertThat(store.tally("yard").events()).isEqualTo(1);
    }

    @Test
    void takesWhatIsSupersededOutWhicheverComesFirst() {
        enter(SampleEntries.event("yard", "a", 1, 0));
        enter(replacing("b", "a", 0));
        enter(replacing("d", "c", 9_000_000));
        Outcome late = enter(SampleEntries.event("yard", "c", 5, 9_000_000));

        assertThat(told()).containsExactly("d.1", "b.1");
        assertThat(late).isInstanceOf(Outcome.Stale.class);
        assertThat(store.tally("yard").events()).isEqualTo(2);
        assertThat(new TimelineReader(store).standing("a", Rights.ALL))
                .isEqualTo(new InstanceTimelines.Standing(Optional.empty(), 1));
    }

    @Test
    void letsNoStreamReplaceOrTakeOverTheEventsOfAnother() {
        enter(SampleEntries.event("yard", "a", 1, 0));
        enter(SampleEntries.event("road", "b", 1, 0, List.of("motion"), Optional.of("a")));
        Outcome taken = enter(SampleEntries.event("road", "a", 9, 0));

        assertThat(told()).containsExactly("b.1", "a.1");
        assertThat(taken).isEqualTo(new Outcome.Refused("event a is one of stream yard"));
    }

    @Test
    void findsTheEventThatEndsLastAgainAfterItIsReplaced() {
        enter(SampleEntries.event("yard", "a", 1, 0));
        enter(SampleEntries.event("yard", "b", 1, 4_000_000));
        enter(SampleEntries.event("yard", "last", 1, 9_000_000));
        enter(replacing("better", "last", 1_000_000));

        assertThat(store.tally("yard").lastEventId()).isEqualTo("b");
    }

    @Test
    void countsNoParts() {
        enter(
                SampleEntries.event(
                        "yard", "p", 1, 50_000_000, List.of(Event.PART), Optional.empty()));
        enter(SampleEntries.event("yard", "a", 1, 0));

        assertThat(told()).containsExactly("p.1", "a.1");
        assertThat(store.tally("yard").events()).isEqualTo(1);
        assertThat(store.tally("yard").lastEventId()).isEqualTo("a");
    }
}
