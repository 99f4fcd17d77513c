package io.watchword.view.subscribe;

import static java.util.Objects.requireNonNull;

import io.watchword.contract.Hit;
import io.watchword.contract.StandingSubscription;

/**
 * A subscription beside an event.
 *
 * @param matches whether the event is what it asks for
 * @param score how alike: the cosine, or 1 where the words decide; -1 for nothing at all
 */
public record Scored(StandingSubscription subscription, boolean matches, float score, Hit.Why why) {
    public Scored {
        requireNonNull(subscription, "subscription is null");
        requireNonNull(why, "why is null");
    }
}
