package io.watchword.view.subscribe.grpc;

import io.watchword.contract.Hit;
import io.watchword.contract.StandingSubscription;
import io.watchword.view.access.Rights;
import io.watchword.view.feed.Cursor;
import io.watchword.view.feed.EventFeed;
import io.watchword.view.search.QueryEmbedder;
import io.watchword.view.subscribe.HitListener;
import io.watchword.view.subscribe.HitLog;
import io.watchword.view.subscribe.HitPage;
import io.watchword.view.subscribe.Samples;
import io.watchword.view.subscribe.SubscriptionStore;
import io.watchword.view.subscribe.Subscriptions;
import io.watchword.view.timeline.StreamState;
import io.watchword.view.timeline.TimelineEntry;
import io.watchword.view.timeline.TimelinePage;
import io.watchword.view.timeline.TimelineQuery;
import io.watchword.view.timeline.Timelines;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** Subscriptions in memory: two events that were, and one that comes to each who follows. */
final class MemorySubscriptions {
    private MemorySubscriptions() {}

    static Subscriptions of(Clock clock) {
        return new Subscriptions(
                new MemoryStore(),
                new OneHitThenCut(),
                new TwoEvents(),
                (from, rights, filter, listener) -> {
                    listener.entry(Samples.event(7, "a person runs"), Cursor.parse("0-8"));
                    return () -> {};
                },
                Samples.WORDS,
                QueryEmbedder.NONE,
                clock);
    }

    private static final class MemoryStore implements SubscriptionStore {
        private final Map<String, StandingSubscription> all = new ConcurrentHashMap<>();

        @Override
        public Map<String, StandingSubscription> all() {
            return Map.copyOf(all);
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

    private static final class OneHitThenCut implements HitLog {
        @Override
        public HitPage read(
                String subscriptionId, Optional<Cursor> after, int limit, Predicate<Hit> filter) {
            return new HitPage(List.of(), Cursor.none(), false);
        }

        @Override
        public EventFeed.Following follow(
                String subscriptionId,
                Optional<Cursor> from,
                Predicate<Hit> filter,
                HitListener listener) {
            listener.hit(
                    new io.watchword.view.subscribe.OneSubscription(
                                    Samples.subscription(subscriptionId, "someone runs"),
                                    Samples.WORDS,
                                    QueryEmbedder.NONE)
                            .observe(Samples.event(1, "a person runs"), Samples.START)
                            .orElseThrow(),
                    Cursor.parse("0-2"));
            listener.cutOff(Cursor.parse("0-2"));
            return () -> {};
        }
    }

    /** The newest first. */
    private static final class TwoEvents implements Timelines {
        @Override
        public List<StreamState> streams(Rights rights) {
            return List.of();
        }

        @Override
        public TimelinePage events(TimelineQuery query, Rights rights) {
            return new TimelinePage(
                    List.of(Samples.event(2, "a car passes"), Samples.event(1, "a person runs")),
                    Optional.empty());
        }

        @Override
        public Optional<TimelineEntry> event(String eventId, Rights rights) {
            return Optional.empty();
        }
    }
}
