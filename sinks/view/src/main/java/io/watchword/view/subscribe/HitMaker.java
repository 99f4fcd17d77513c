package io.watchword.view.subscribe;

import io.watchword.contract.Event;
import io.watchword.contract.Hit;
import io.watchword.contract.Ids;
import io.watchword.contract.StandingSubscription;
import io.watchword.view.timeline.TimelineEntry;
import java.time.Instant;

/** Writes down that an event is what a subscription asks for. Pure. */
final class HitMaker {
    private HitMaker() {}

    static Hit hit(
            StandingSubscription subscription, TimelineEntry entry, Hit.Why why, Instant now) {
        Event event = entry.event();
        return new Hit(
                Ids.hitId(subscription.id(), event.eventId()),
                new Hit.Subscription(
                        subscription.id(),
                        subscription.revision(),
                        subscription.title(),
                        subscription.owner()),
                event.eventId(),
                event.revision(),
                event.streamId(),
                event.span(),
                entry.startsAt(),
                entry.when(),
                event.isPart(),
                event.caption(),
                event.language(),
                why,
                subscription.webhook(),
                now);
    }

    static Firing.Observation observation(Scored scored, TimelineEntry entry) {
        Event event = entry.event();
        return new Firing.Observation(
                event.eventId(),
                event.span(),
                event.isPart(),
                scored.matches(),
                scored.score(),
                entry.when());
    }
}
