package io.watchword.view.http;

import io.watchword.contract.Hit;
import io.watchword.contract.Ids;
import io.watchword.contract.StandingSubscription;
import io.watchword.contract.TimeSpan;
import io.watchword.view.feed.Cursor;
import io.watchword.view.feed.EventFeed;
import io.watchword.view.subscribe.HitListener;
import io.watchword.view.subscribe.HitLog;
import io.watchword.view.subscribe.HitPage;
import io.watchword.view.subscribe.SubscriptionStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** One hit of each subscription: on the first sample event. */
final class FakeHits implements HitLog {
    /** Subscriptions in memory. */
    static final class Stored implements SubscriptionStore {
        private final Map<String, StandingSubscription> all = new ConcurrentHashMap<>();

        @Override
        public Map<String, StandingSubscription> all() {
            return all;
        }

        @Override
        public void put(StandingSubscription subscription) {
            all.put(subscription.id(), subscription);
        }

        @Override
        public void remove(String id) {
            all.remove(id);
        }
    }

    @Override
    public HitPage read(
            String subscriptionId, Optional<Cursor> after, int limit, Predicate<Hit> filter) {
        Hit hit =
                new Hit(
                        Ids.hitId(subscriptionId, Samples.id(1)),
                        new Hit.Subscription(subscriptionId, 1, "a van", "local"),
                        Samples.id(1),
                        1,
                        "yard",
                        new TimeSpan(1, 2),
                        Optional.empty(),
                        Samples.NOON,
                        false,
                        "A van stops.",
                        "en",
                        new Hit.Why(
                                List.of("van"),
                                Optional.empty(),
                                List.of(),
                                Hit.Verdict.NOT_ASKED,
                                Optional.empty()),
                        Optional.empty(),
                        Samples.NOON);
        return new HitPage(List.of(hit), Cursor.parse("0-1"), false);
    }

    @Override
    public EventFeed.Following follow(
            String subscriptionId,
            Optional<Cursor> from,
            Predicate<Hit> filter,
            HitListener listener) {
        return () -> {};
    }
}
