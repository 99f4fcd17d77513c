package io.watchword.fusion.revise;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.contract.Event;
import io.watchword.contract.TimeSpan;
import io.watchword.contract.TokenLedger;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RevisionQueueTest {
    private static final String BUNDLE = "b".repeat(64);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final long SECOND_NS = SECOND.toNanos();

    private final RevisionQueue queue = new RevisionQueue(BUNDLE);

    private static Event event(String id, int revision, boolean degraded, String bundle) {
        return new Event(
                id,
                revision,
                "cam",
                "cam",
                new TimeSpan(0, 1),
                "text",
                "en",
                List.of("motion"),
                Event.Severity.INFO,
                0,
                new Event.Evidence(List.of("seg"), -1, new TokenLedger(0, 0, 0, 0, 0, 0, 0)),
                new Event.Model("none", bundle, "", "c"),
                degraded,
                Optional.empty());
    }

    private static Event degraded(String id) {
        return event(id, 1, true, BUNDLE);
    }

    private String due(long nowNs) {
        return queue.due(nowNs).map(Event::eventId).orElse("nothing");
    }

    @Test
    void takesTheOldestFirstInWhateverOrderTheyAreRead() {
        queue.observe(degraded("newer"), 200);
        queue.observe(degraded("older"), 100);

        String first = due(0);
        queue.settle(first);

        assertThat(first).isEqualTo("older");
        assertThat(due(0)).isEqualTo("newer");
    }

    @Test
    void takesNoEventThatTheModelWroteOrAnotherBundleEncoded() {
        queue.observe(event("written", 1, false, BUNDLE), 100);
        queue.observe(event("foreign", 1, true, "f".repeat(64)), 100);

        assertThat(due(0)).isEqualTo("nothing");
    }

    @Test
    void forgetsAnEventThatHasALaterRevisionAndTakesItNotAgain() {
        queue.observe(degraded("a"), 100);
        queue.observe(event("a", 2, false, BUNDLE), 200);
        String afterwards = due(0);

        queue.observe(degraded("a"), 300); // the job was restored and wrote it once more

        assertThat(afterwards).isEqualTo("nothing");
        assertThat(due(0)).isEqualTo("nothing");
        assertThat(queue.isWaiting("a")).isFalse();
    }

    @Test
    void takesAnEventButOnceHoweverOftenItIsWritten() {
        queue.observe(degraded("a"), 100);
        queue.observe(degraded("a"), 200);

        queue.settle("a");

        assertThat(due(0)).isEqualTo("nothing");
        assertThat(queue.size()).isZero();
    }

    @Test
    void letsOthersGoBeforeOneThatFailedAndWaitsLongerEachTime() {
        queue.observe(degraded("spoilt"), 100);
        queue.observe(degraded("other"), 200);

        queue.postpone("spoilt", 0, SECOND);
        String next = due(0);
        queue.settle("other");

        assertThat(next).isEqualTo("other");
        assertThat(due(SECOND_NS - 1)).isEqualTo("nothing");
        assertThat(due(SECOND_NS)).isEqualTo("spoilt");
        queue.postpone("spoilt", SECOND_NS, SECOND);
        assertThat(due(3 * SECOND_NS - 1)).isEqualTo("nothing");
        assertThat(due(3 * SECOND_NS)).isEqualTo("spoilt");
    }

    @Test
    void asksForTheTopicAgainWhenThereWasNoRoomForAll() {
        for (int i = 0; i <= RevisionQueue.MAX_WAITING; i++) {
            queue.observe(degraded("event-" + i), i);
        }
        boolean early = queue.mustReread();
        int held = queue.size();
        for (int i = 0; i < RevisionQueue.MAX_WAITING; i++) {
            queue.settle("event-" + i);
        }

        assertThat(early).isFalse();
        assertThat(held).isEqualTo(RevisionQueue.MAX_WAITING);
        assertThat(queue.mustReread()).isTrue();
        assertThat(queue.mustReread()).isFalse();
        for (int i = 0; i <= RevisionQueue.MAX_WAITING; i++) {
            queue.observe(degraded("event-" + i), i);
        }
        assertThat(due(0)).isEqualTo("event-" + RevisionQueue.MAX_WAITING);
        assertThat(queue.size()).isEqualTo(1);
    }
}
