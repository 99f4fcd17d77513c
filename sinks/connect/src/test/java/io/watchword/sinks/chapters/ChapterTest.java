package io.watchword.sinks.chapters;

import static io.watchword.sinks.SampleEvents.event;
import static io.watchword.sinks.SampleEvents.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.contract.Event;
import io.watchword.contract.TimeSpan;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChapterTest {
    private static final long S = 1_000_000;

    @Test
    void joinsShortEventsUnderTheOneThatStandsOut() {
        List<Chapter> chapters =
                Chapter.of(
                        List.of(
                                labelled("a", 0, 9, "nothing moves", "calm"),
                                labelled("b", 9, 12, "a van stops", "motion"),
                                labelled("c", 12, 25, "nothing moves", "calm"),
                                labelled("d", 25, 40, "a man runs", "motion")));

        assertThat(chapters)
                .containsExactly(
                        new Chapter(new TimeSpan(0, 25 * S), "a van stops"),
                        new Chapter(new TimeSpan(25 * S, 40 * S), "a man runs"));
    }

    @Test
    void prefersAnAlertAndLeavesPartsOut() {
        Event alert =
                with(
                        event("b", 1, S, 2 * S, "a fire"),
                        List.of("motion"),
                        Event.Severity.ALERT,
                        List.of());
        List<Chapter> chapters =
                Chapter.of(
                        List.of(
                                labelled("a", 0, 9, "a car passes", "motion"),
                                alert,
                                labelled("z", 30, 99, "part of it", Event.PART)));

        assertThat(chapters).containsExactly(new Chapter(new TimeSpan(0, 9 * S), "a fire"));
    }

    @Test
    void hasNoneWithoutEvents() {
        assertThat(Chapter.of(List.of())).isEmpty();
    }

    static Event labelled(String id, long startS, long endS, String caption, String label) {
        return with(
                event(id, 1, startS * S, endS * S, caption),
                List.of(label),
                Event.Severity.INFO,
                List.of());
    }
}
