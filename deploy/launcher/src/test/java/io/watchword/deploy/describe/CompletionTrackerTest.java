package io.watchword.deploy.describe;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.contract.Event;
import io.watchword.contract.StreamStatus;
import io.watchword.contract.TimeSpan;
import io.watchword.contract.TokenLedger;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CompletionTrackerTest {
    private static final String STREAM = "clip-0123abcd";

    private final CompletionTracker tracker = new CompletionTracker("config", "sha");

    @Test
    void aStreamIsDescribedWhenAsManyEventsLandedAsTheDetectorFound() {
        tracker.observe(ingested(3));
        tracker.observe(found(2));
        tracker.observe(event("a", 1, "config", "sha"));
        boolean before = tracker.described(STREAM);

        tracker.observe(event("b", 1, "config", "sha"));

        assertThat(before).isFalse();
        assertThat(tracker.described(STREAM)).isTrue();
    }

    @Test
    void recordsMayComeInAnyOrder() {
        tracker.observe(event("a", 1, "config", "sha"));
        tracker.observe(found(1));
        tracker.observe(ingested(3));

        assertThat(tracker.described(STREAM)).isTrue();
    }

    @Test
    void anEventDeliveredTwiceCountsOnce() {
        tracker.observe(ingested(3));
        tracker.observe(found(2));
        tracker.observe(event("a", 1, "config", "sha"));

        tracker.observe(event("a", 1, "config", "sha"));

        assertThat(tracker.described(STREAM)).isFalse();
    }

    @Test
    void partsOfAnEventAreNotTakenForEventsThatTheDetectorFound() {
        tracker.observe(ingested(3));
        tracker.observe(found(2));
        tracker.observe(event("a", 1, "config", "sha"));

        tracker.observe(part("a-0"));

        assertThat(tracker.described(STREAM)).isFalse();
        assertThat(tracker.events(STREAM)).hasSize(2);
    }

    @Test
    void anEventThatCouldNotBeDescribedIsNotWaitedFor() {
        tracker.observe(ingested(3));
        tracker.observe(found(2));
        tracker.observe(event("a", 1, "config", "sha"));

        tracker.observeLostEvent(STREAM, "b");

        assertThat(tracker.described(STREAM)).isTrue();
    }

    @Test
    void anEventWrittenWithoutTheModelHasLandedAndWaitsForItsRevision() {
        tracker.observe(ingested(3));
        tracker.observe(found(1));

        tracker.observe(event("a", 1, "config", "sha", List.of("calm"), true));
        long before = tracker.degraded(List.of(STREAM));
        boolean described = tracker.described(STREAM);
        tracker.observe(event("a", 2, "config", "sha"));

        assertThat(described).isTrue();
        assertThat(before).isEqualTo(1);
        assertThat(tracker.degraded(List.of(STREAM))).isZero();
        assertThat(tracker.events(STREAM)).hasSize(1);
    }

    @Test
    void eventsUnderOtherSettingsOrOfAnotherBundleDoNotCount() {
        tracker.observe(ingested(3));
        tracker.observe(found(1));

        tracker.observe(event("a", 1, "config-ru", "sha"));
        tracker.observe(event("b", 1, "config", "other"));

        assertThat(tracker.described(STREAM)).isFalse();
        assertThat(tracker.events(STREAM)).isEmpty();
    }

    @Test
    void theHigherRevisionHolds() {
        tracker.observe(event("a", 2, "config", "sha"));
        tracker.observe(event("a", 1, "config", "sha"));

        assertThat(tracker.events(STREAM)).extracting(Event::revision).containsExactly(2);
    }

    @Test
    void aStreamWithoutEventsIsDescribedWhenTheDetectorSaysSo() {
        tracker.observe(ingested(0));
        tracker.observe(found(0));

        assertThat(tracker.described(STREAM)).isTrue();
    }

    private static StreamStatus ingested(long segments) {
        return new StreamStatus(
                STREAM,
                StreamStatus.Stage.INGEST,
                "clip.mp4",
                true,
                6_000_000,
                6_000_000,
                segments,
                Optional.empty(),
                Optional.empty());
    }

    private static StreamStatus found(long events) {
        return new StreamStatus(
                STREAM,
                StreamStatus.Stage.DETECTOR,
                "clip.mp4",
                true,
                6_000_000,
                6_000_000,
                events,
                Optional.empty(),
                Optional.empty());
    }

    private static Event part(String id) {
        return event(id, 1, "config", "sha", List.of("motion", Event.PART), false);
    }

    static Event event(String id, int revision, String configSha256, String bundleSha256) {
        return event(id, revision, configSha256, bundleSha256, List.of("calm"), false);
    }

    private static Event event(
            String id,
            int revision,
            String configSha256,
            String bundleSha256,
            List<String> labels,
            boolean degraded) {
        return new Event(
                id,
                revision,
                STREAM,
                "clip.mp4",
                new TimeSpan(0, 4_000_000),
                "By day, camera still: nothing moves. No sound.",
                "en",
                labels,
                Event.Severity.INFO,
                0.9f,
                new Event.Evidence(List.of("segment"), 0, new TokenLedger(1, 15, 15, 5, 8, 8, 20)),
                new Event.Model("tiny 1", bundleSha256, "prompt", configSha256),
                degraded,
                Optional.empty());
    }
}
