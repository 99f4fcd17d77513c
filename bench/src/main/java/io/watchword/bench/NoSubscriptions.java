package io.watchword.bench;

import io.watchword.contract.Hit;
import io.watchword.contract.StandingSubscription;
import io.watchword.view.feed.Cursor;
import io.watchword.view.feed.EventFeed;
import io.watchword.view.subscribe.HitListener;
import io.watchword.view.subscribe.HitLog;
import io.watchword.view.subscribe.HitPage;
import io.watchword.view.subscribe.SubscriptionStore;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Subscriptions of a view that keeps none. */
final class NoSubscriptions implements SubscriptionStore, HitLog {
    private static final String NOT_HERE = "there are no subscriptions here";

    @Override
    public Map<String, StandingSubscription> all() {
        return Map.of();
    }

    @Override
    public void put(StandingSubscription subscription) {
        throw new UnsupportedOperationException(NOT_HERE);
    }

    @Override
    public void remove(String id) {
        throw new UnsupportedOperationException(NOT_HERE);
    }

    @Override
    public HitPage read(
            String subscriptionId, Optional<Cursor> after, int limit, Predicate<Hit> filter) {
        throw new UnsupportedOperationException(NOT_HERE);
    }

    @Override
    public EventFeed.Following follow(
            String subscriptionId,
            Optional<Cursor> from,
            Predicate<Hit> filter,
            HitListener listener) {
        throw new UnsupportedOperationException(NOT_HERE);
    }
}
