package io.watchword.view.subscribe;

import static io.watchword.contract.Checks.checkArgument;

import io.watchword.contract.Hit;
import io.watchword.contract.StandingSubscription;
import io.watchword.view.access.Rights;
import io.watchword.view.feed.Cursor;
import io.watchword.view.feed.EventFeed;
import io.watchword.view.feed.FeedListener;
import io.watchword.view.search.QueryEmbedder;
import io.watchword.view.timeline.TimelineEntry;
import io.watchword.view.timeline.Timelines;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What people and programs do with subscriptions. Each sees its own, and of hits those on streams
 * that it may read. Thread-safe.
 */
public final class Subscriptions {
    /** Of one owner. */
    public static final int MOST_OF_AN_OWNER = 10_000;

    /** In one call; more take several. */
    public static final int MOST_AT_ONCE = 1_000;

    /** Events that a preview looks at. */
    static final int MOST_LOOKED_AT = 20_000;

    private final SubscriptionStore store;
    private final HitLog hits;
    private final Timelines timelines;
    private final EventFeed events;
    private final PlainWords words;
    private final QueryEmbedder embedder;
    private final Clock clock;

    public Subscriptions(
            SubscriptionStore store,
            HitLog hits,
            Timelines timelines,
            EventFeed events,
            PlainWords words,
            QueryEmbedder embedder,
            Clock clock) {
        this.store = store;
        this.hits = hits;
        this.timelines = timelines;
        this.events = events;
        this.words = words;
        this.embedder = embedder;
        this.clock = clock;
    }

    /**
     * Stores a subscription, or changes the caller's one with its id. It is in force when this
     * returns.
     *
     * @throws IllegalArgumentException naming what is wrong with it
     */
    public StandingSubscription add(SubscriptionDraft draft, Rights rights) {
        StandingSubscription subscription = new Taking(store.all(), rights, clock).take(draft);
        store.put(subscription);
        return subscription;
    }

    /**
     * As {@link #add}, of several at once: all or none. They are in force when this returns.
     *
     * @throws RefusedEntries naming what is wrong with each
     * @throws IllegalArgumentException if they are none, or too many
     */
    public List<StandingSubscription> addAll(List<SubscriptionDraft> drafts, Rights rights) {
        checkArgument(
                !drafts.isEmpty() && drafts.size() <= MOST_AT_ONCE,
                "required 1 to %d subscriptions at once, found %d",
                MOST_AT_ONCE,
                drafts.size());
        Taking taking = new Taking(store.all(), rights, clock);
        List<StandingSubscription> taken = new ArrayList<>();
        SortedMap<Integer, String> problems = new TreeMap<>();
        for (int place = 0; place < drafts.size(); place++) {
            try {
                taken.add(taking.take(drafts.get(place)));
            } catch (IllegalArgumentException e) {
                problems.put(place, String.valueOf(e.getMessage()));
            }
        }
        if (!problems.isEmpty()) {
            throw new RefusedEntries(problems);
        }
        store.putAll(taken);
        return taken;
    }

    /** Returns whether the caller had one with this id. */
    public boolean remove(String id, Rights rights) {
        boolean own = find(id, rights).isPresent();
        if (own) {
            store.remove(id);
        }
        return own;
    }

    /** The caller's, the oldest first. */
    public List<StandingSubscription> list(Rights rights) {
        return store.all().values().stream()
                .filter(one -> isOf(one, rights))
                .sorted(
                        Comparator.comparing(StandingSubscription::createdAt)
                                .thenComparing(StandingSubscription::id))
                .toList();
    }

    /** Empty also where it is another's. */
    public Optional<StandingSubscription> find(String id, Rights rights) {
        return Optional.ofNullable(store.all().get(id)).filter(one -> isOf(one, rights));
    }

    static boolean isOf(StandingSubscription subscription, Rights rights) {
        return subscription.owner().equals(rights.principal());
    }

    /**
     * What it would have caught of what happened in a span, and of what was told in it of earlier
     * times; the language model is not asked.
     *
     * @param limit hits at most
     * @throws IllegalArgumentException naming what is wrong with it
     */
    public Preview preview(
            SubscriptionDraft draft, Instant from, Instant to, int limit, Rights rights) {
        StandingSubscription subscription = passing(draft, rights);
        Set<String> streams = Set.copyOf(subscription.streamIds());
        PastEntries past = new PastEntries(timelines, streams, rights, MOST_LOOKED_AT);
        PastEntries.Found looked = past.in(from, to);
        OneSubscription one = new OneSubscription(subscription, words, embedder);
        List<Hit> found = new ArrayList<>();
        for (TimelineEntry entry : looked.oldestFirst()) {
            one.observe(entry, clock.instant()).ifPresent(found::add);
        }
        return new Preview(
                found.subList(Math.max(0, found.size() - limit), found.size()),
                looked.oldestFirst().size(),
                found.size(),
                looked.more(),
                looked.toldLate());
    }

    /** Nobody stores it. */
    private StandingSubscription passing(SubscriptionDraft draft, Rights rights) {
        return draft.complete("ad-hoc", 1, rights.principal(), clock.instant());
    }

    /**
     * Hits of a subscription of the caller, the oldest first; empty if there is no such
     * subscription.
     *
     * @param after empty for all that are kept
     */
    public Optional<HitPage> hits(String id, Optional<Cursor> after, int limit, Rights rights) {
        return find(id, rights).map(own -> hits.read(id, after, limit, readable(rights)));
    }

    /**
     * Follows a subscription of the caller from a cursor on, or from now; empty if there is none.
     *
     * @throws io.watchword.view.feed.TooManyFollowers if no more are taken
     */
    public Optional<EventFeed.Following> follow(
            String id, Optional<Cursor> from, Rights rights, HitListener listener) {
        return find(id, rights).map(own -> hits.follow(id, from, readable(rights), listener));
    }

    private static Predicate<Hit> readable(Rights rights) {
        return hit -> rights.mayRead(hit.streamId());
    }

    /**
     * Follows what nobody stores, until the following is closed.
     *
     * @param from position among events, of an earlier following
     * @throws IllegalArgumentException naming what is wrong with it
     */
    public EventFeed.Following followAdHoc(
            SubscriptionDraft draft, Optional<Cursor> from, Rights rights, HitListener listener) {
        StandingSubscription subscription = passing(draft, rights);
        OneSubscription one = new OneSubscription(subscription, words, embedder);
        return events.follow(
                from,
                rights,
                entry ->
                        subscription.streamIds().isEmpty()
                                || subscription.streamIds().contains(entry.event().streamId()),
                new FeedListener() {
                    @Override
                    public boolean ready() {
                        return listener.ready();
                    }

                    @Override
                    public void began(Cursor begin) {
                        listener.began(begin);
                    }

                    @Override
                    public void entry(TimelineEntry entry, Cursor next) {
                        one.observe(entry, clock.instant())
                                .ifPresent(hit -> listener.hit(hit, next));
                    }

                    @Override
                    public void cutOff(Cursor next) {
                        listener.cutOff(next);
                    }
                });
    }
}
