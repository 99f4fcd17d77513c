package io.watchword.view.subscribe;

import io.watchword.contract.Hit;
import io.watchword.contract.StandingSubscription;
import io.watchword.view.search.QueryEmbedder;
import io.watchword.view.timeline.TimelineEntry;
import java.time.Instant;
import java.util.Optional;

/**
 * One subscription by itself, with events handed to it: for one that nobody stores, and to see what
 * one would have caught. The language model is not asked. Not thread-safe.
 */
public final class OneSubscription {
    private final StandingSubscription subscription;
    private final SubscriptionMatcher matcher;
    private final FiringStates states = new FiringStates();

    public OneSubscription(
            StandingSubscription subscription, PlainWords words, QueryEmbedder embedder) {
        this.subscription = subscription;
        this.matcher = new SubscriptionMatcher(words);
        float[] vector =
                subscription.words().isBlank()
                        ? new float[0]
                        : embedder.embed(subscription.words()).orElse(new float[0]);
        matcher.put(subscription, embedder.bundleSha256(), vector);
    }

    /** The hit, if the event is one that is told. */
    public Optional<Hit> observe(TimelineEntry entry, Instant now) {
        for (Scored scored : matcher.match(entry, states.open(entry.event().streamId()))) {
            if (states.observe(scored, entry) == Firing.Outcome.FIRES) {
                return Optional.of(HitMaker.hit(subscription, entry, scored.why(), now));
            }
        }
        return Optional.empty();
    }
}
