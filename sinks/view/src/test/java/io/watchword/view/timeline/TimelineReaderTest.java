package io.watchword.view.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.watchword.contract.Event;
import io.watchword.view.SampleEntries;
import io.watchword.view.access.Rights;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TimelineReaderTest {
    private static final Rights YARD_ONLY = new Rights("eve", false, Set.of("yard"));

    private final List<MemoryTimelines> parts =
            List.of(new MemoryTimelines(), new MemoryTimelines(), new MemoryTimelines());
    private final List<TimelineEntry> all = new ArrayList<>();

    private void tell(int part, String stream, String id, long startUs, String... labels) {
        Event event =
                SampleEntries.event(stream, id, 1, startUs, List.of(labels), Optional.empty());
        TimelineEntry entry = SampleEntries.entry(event, part, all.size());
        all.add(entry);
        new TimelineKeeper(parts.get(part)).enter(event, entry.position(), (one, before) -> entry);
    }

    private static TimelineQuery query(int limit, Optional<String> before, String... labels) {
        return new TimelineQuery(
                Set.of(), Optional.empty(), Optional.empty(), Set.of(labels), limit, before);
    }

    private TimelinePage ask(TimelineQuery query, Rights rights) {
        return TimelinePages.merge(
                parts.stream().map(part -> new TimelineReader(part).events(query, rights)).toList(),
                query.limit());
    }

    private static List<String> ids(List<TimelineEntry> entries) {
        return entries.stream().map(entry -> entry.event().eventId()).toList();
    }

    private List<String> expected(String label) {
        return ids(
                all.stream()
                        .filter(entry -> entry.event().labels().contains(label))
                        .sorted(Comparator.comparing(TimelinePlace::of))
                        .toList());
    }

    @Test
    void pagesOverPartsGiveEveryEventOnceAndTheNewestFirst() {
        Random random = new Random(5);
        for (int i = 0; i < 400; i++) {
            int stream = random.nextInt(9);
            // Few different times, so that many events share one.
            tell(stream % 3, "s" + stream, "e" + i, random.nextInt(60) * 1_000_000L, "motion");
        }

        List<String> seen = new ArrayList<>();
        Optional<String> before = Optional.empty();
        do {
            TimelinePage page = ask(query(7, before), Rights.ALL);
            seen.addAll(ids(page.entries()));
            before = page.next();
        } while (before.isPresent());

        assertThat(seen).isEqualTo(expected("motion"));
    }

    @Test
    void aPageGoesOnWhereItEndedAlsoWhenNewEventsCome() {
        for (int i = 0; i < 6; i++) {
            tell(i % 3, "s" + i % 3, "e" + i, i * 1_000_000L, "motion");
        }
        TimelinePage first = ask(query(3, Optional.empty()), Rights.ALL);
        tell(1, "s1", "new", 60_000_000, "motion");

        TimelinePage second = ask(query(3, first.next()), Rights.ALL);

        assertThat(ids(first.entries())).containsExactly("e5", "e4", "e3");
        assertThat(ids(second.entries())).containsExactly("e2", "e1", "e0");
        assertThat(second.next()).isEmpty();
    }

    @Test
    void nothingBeyondWhereAPartStoppedLookingIsGiven() {
        TimelineEntry young = SampleEntries.numbered("a", 0, 50);
        TimelineEntry old = SampleEntries.numbered("b", 0, 10);
        TimelinePage stopped =
                new TimelinePage(
                        List.of(young),
                        Optional.of(TimelinePlace.of(SampleEntries.numbered("a", 0, 20)).token()));
        TimelinePage whole = new TimelinePage(List.of(old), Optional.empty());

        TimelinePage page = TimelinePages.merge(List.of(stopped, whole), 10);

        assertThat(page.entries()).containsExactly(young);
        assertThat(page.next()).isEqualTo(stopped.next());
    }

    @Test
    void labelsTimesAndStreamsNarrowAQuery() {
        tell(0, "yard", "a", 1_000_000, "motion", "sound");
        tell(0, "yard", "b", 2_000_000, "motion");
        tell(0, "yard", "c", 3_000_000, "motion", "sound");
        tell(0, "road", "d", 2_500_000, "motion", "sound");
        TimelineQuery asked =
                new TimelineQuery(
                        Set.of("yard"),
                        Optional.of(SampleEntries.NOON.plusSeconds(1)),
                        Optional.of(SampleEntries.NOON.plusSeconds(3)),
                        Set.of("motion", "sound"),
                        10,
                        Optional.empty());

        assertThat(ids(ask(asked, Rights.ALL).entries())).containsExactly("a");
    }

    @Test
    void nobodySeesStreamsWithoutTheRight() {
        tell(0, "yard", "a", 1_000_000, "motion");
        tell(0, "road", "b", 2_000_000, "motion");
        TimelineReader reader = new TimelineReader(parts.get(0));

        assertThat(ids(reader.events(query(1, Optional.empty()), YARD_ONLY).entries()))
                .containsExactly("a");
        assertThat(reader.events(query(1, Optional.empty()), YARD_ONLY).next()).isEmpty();
        assertThat(reader.streams(Map.of(), YARD_ONLY))
                .extracting(StreamState::streamId)
                .containsExactly("yard");
        assertThat(reader.standing("b", YARD_ONLY)).isEqualTo(InstanceTimelines.Standing.UNKNOWN);
        assertThat(reader.standing("b", Rights.ALL).entry()).isPresent();
    }

    @Test
    void onlyStreamsThatMayBeOnThePageAreLookedAt() {
        for (int i = 0; i < 100; i++) {
            tell(0, "s" + i, "e" + i, i * 60_000_000L, "motion");
        }

        ask(query(5, Optional.empty()), Rights.ALL);

        assertThat(parts.get(0).walks).isLessThanOrEqualTo(6);
    }

    @Test
    void aTokenThatNoPageGaveIsRefused() {
        for (String token : List.of("", "x", "%%", "AAAA", "a".repeat(5000))) {
            assertThatThrownBy(() -> ask(query(5, Optional.of(token)), Rights.ALL))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("required: a token that a page gave");
        }
    }
}
