package io.watchword.view.subscribe;

import io.watchword.contract.Event;
import io.watchword.contract.StandingSubscription;
import io.watchword.contract.TimeSpan;
import io.watchword.contract.TokenLedger;
import io.watchword.view.subscribe.lucene.SnowballForms;
import io.watchword.view.timeline.EvidenceVectors;
import io.watchword.view.timeline.Position;
import io.watchword.view.timeline.TimelineEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Events and subscriptions for tests. */
public final class Samples {
    public static final Instant START = Instant.parse("2026-01-31T06:00:00Z");
    public static final String BUNDLE = "b1";
    public static final PlainWords WORDS =
            new PlainWords(new SnowballForms(), Concepts.shipped(new SnowballForms()));

    private Samples() {}

    /** The n-th event of stream "yard", ten seconds after the one before it. */
    public static TimelineEntry event(int n, String caption) {
        return event(n, "yard", caption, List.of("motion"), 1, EvidenceVectors.NONE);
    }

    public static TimelineEntry event(
            int n,
            String streamId,
            String caption,
            List<String> labels,
            int revision,
            EvidenceVectors vectors) {
        long startUs = n * 10_000_000L;
        Event event =
                new Event(
                        "event-" + streamId + "-" + n,
                        revision,
                        streamId,
                        streamId,
                        new TimeSpan(startUs, startUs + 5_000_000),
                        caption,
                        "en",
                        labels,
                        Event.Severity.INFO,
                        0.9f,
                        new Event.Evidence(List.of(), -1, new TokenLedger(0, 0, 0, 0, 0, 0, 0)),
                        new Event.Model("m", "s", "p", "c"),
                        false,
                        Optional.empty());
        return new TimelineEntry(
                event,
                Optional.of(START.plusSeconds(n * 10L)),
                START,
                vectors,
                new Position(0, n * 10L + revision));
    }

    public static EvidenceVectors vectors(float... text) {
        return new EvidenceVectors(BUNDLE, text, new float[0], new float[0], new float[0]);
    }

    public static StandingSubscription subscription(String id, String words) {
        return subscription(id, words, StandingSubscription.By.WORDS, 0.5f);
    }

    public static StandingSubscription subscription(
            String id, String words, StandingSubscription.By by, float threshold) {
        return subscription(
                id,
                words,
                new StandingSubscription.Rule(by, threshold, Optional.empty(), Duration.ZERO),
                StandingSubscription.Verify.NONE);
    }

    public static StandingSubscription subscription(
            String id,
            String words,
            StandingSubscription.Rule rule,
            StandingSubscription.Verify verify) {
        return new StandingSubscription(
                id,
                1,
                "",
                "local",
                words,
                List.of(),
                List.of(),
                rule,
                "en",
                verify,
                Optional.empty(),
                START);
    }
}
