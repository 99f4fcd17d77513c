package io.watchword.sinks.store;

import static io.watchword.sinks.SampleEvents.event;
import static io.watchword.sinks.SampleEvents.eventOf;
import static io.watchword.sinks.SampleEvents.replacing;
import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.contract.Event;
import io.watchword.sinks.row.EventRow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EventStoreTest {
    private final EventStore store = new EventStore();

    @Test
    void keepsTheHighestRevisionOfAnEvent() {
        add(event("e1", 2, 0, 10, "second"));

        assertThat(add(event("e1", 1, 0, 10, "first"))).isFalse();
        assertThat(add(event("e1", 3, 0, 10, "third"))).isTrue();
        assertThat(captions()).containsExactly("third");
    }

    @Test
    void changesNothingWhenAnEventIsDeliveredAgain() {
        add(event("e1", 1, 0, 10, "first"));

        assertThat(add(event("e1", 1, 0, 10, "first"))).isFalse();
        assertThat(add(event("e1", 1, 0, 10, "other words, same revision"))).isFalse();
        assertThat(captions()).containsExactly("first");
    }

    @Test
    void ordersBySourceThenStreamThenStartThenId() {
        add(eventOf("s1", "b.mp4", "e1", 0, "5"));
        add(eventOf("s2", "a.mp4", "e2", 3, "4"));
        add(eventOf("s2", "a.mp4", "e4", 2, "3"));
        add(eventOf("s2", "a.mp4", "e3", 2, "2"));
        add(eventOf("s0", "a.mp4", "e5", 9, "1"));

        assertThat(captions()).containsExactly("1", "2", "3", "4", "5");
    }

    @Test
    void replacesAnEventByTheOneThatSupersedesIt() {
        add(event("old", 1, 0, 10, "old"));
        add(replacing("new", "old", 0, "new"));

        assertThat(add(event("old", 7, 0, 10, "old, delivered again"))).isFalse();
        assertThat(captions()).containsExactly("new");
    }

    @Test
    void leavesOtherStreamsAlone() {
        add(eventOf("other", "other.mp4", "old", 0, "other"));
        add(replacing("new", "old", 0, "new"));
        add(eventOf("thief", "thief.mp4", "new", 0, "thief"));

        assertThat(captions()).containsExactly("new", "other", "thief");
    }

    @Test
    void holdsTheSameWhateverTheOrderAndHoweverOften() {
        List<Event> events =
                List.of(
                        event("a", 1, 0, 10, "a1"),
                        event("a", 2, 0, 10, "a2"),
                        event("b", 1, 5, 10, "b"),
                        replacing("c", "b", 5, "c"),
                        replacing("d", "c", 5, "d"),
                        replacing("self", "self", 7, "self"));

        for (int seed = 0; seed < 200; seed++) {
            List<Event> twice = new ArrayList<>(events);
            twice.addAll(events);
            Collections.shuffle(twice, new Random(seed));
            EventStore shuffled = new EventStore();
            twice.forEach(event -> shuffled.add(EventRow.of(event, event.caption())));
            assertThat(shuffled.rows())
                    .as("seed %d", seed)
                    .extracting(EventRow::text)
                    .containsExactly("a2", "d", "self");
        }
    }

    private boolean add(Event event) {
        return store.add(EventRow.of(event, event.caption()));
    }

    private List<String> captions() {
        return store.rows().stream().map(EventRow::text).toList();
    }
}
