package io.watchword.view.subscribe.kafka;

import static io.watchword.contract.Checks.checkState;

import io.watchword.view.access.Rights;
import io.watchword.view.feed.Cursor;
import io.watchword.view.feed.EventFeed;
import io.watchword.view.feed.FeedListener;
import io.watchword.view.subscribe.HitFinder;
import io.watchword.view.subscribe.HitLog;
import io.watchword.view.subscribe.SubscriptionStore;
import io.watchword.view.timeline.TimelineEntry;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Standing subscriptions at work: reads events from where an earlier run stopped, and writes what
 * they are hits of. An event counts as read when its hits are written, so that a run that is killed
 * costs none, and what is read twice gives the same hit. Instances share the events by partition,
 * and learn from the hits what the others told.
 *
 * <p>Owns what it opens.
 */
public final class StandingSubscriptions implements AutoCloseable {
    private static final Logger logger = LoggerFactory.getLogger(StandingSubscriptions.class);
    private static final long SAVE_EVERY_MS = 1000;

    private final HitFinder finder;
    private final SubscriptionsTopic subscriptions;
    private final HitsTopic hits;
    private final MatchedOffsets offsets;
    private final ScheduledExecutorService timer;
    private final AtomicReference<EventFeed.Following> following = new AtomicReference<>();

    /** Partitions whose events are read; of the timer's thread, once it runs. */
    private volatile Set<Integer> held = Set.of();

    private StandingSubscriptions(
            HitFinder finder,
            SubscriptionsTopic subscriptions,
            HitsTopic hits,
            MatchedOffsets offsets) {
        this.finder = finder;
        this.subscriptions = subscriptions;
        this.hits = hits;
        this.offsets = offsets;
        this.timer =
                Executors.newSingleThreadScheduledExecutor(
                        task -> {
                            Thread thread = new Thread(task, "subscription-offsets");
                            thread.setDaemon(true);
                            return thread;
                        });
    }

    /**
     * Opens topics {@code subscriptions} and {@code hits}; those stored are in force when this
     * returns. Events are read from {@link #follow} on.
     */
    public static StandingSubscriptions open(String bootstrapServers, HitFinder.Parts parts) {
        HitsTopic hits = HitsTopic.open(bootstrapServers);
        HitFinder finder = new HitFinder(parts, hits::append);
        SubscriptionsTopic subscriptions =
                SubscriptionsTopic.open(bootstrapServers, finder::put, finder::remove);
        hits.read(finder::recall);
        return new StandingSubscriptions(
                finder, subscriptions, hits, MatchedOffsets.open(bootstrapServers));
    }

    public SubscriptionStore store() {
        return subscriptions;
    }

    public HitLog hits() {
        return hits;
    }

    /**
     * Begins to read events; called once.
     *
     * @param mine the partitions of topic {@code events} that no other instance reads now
     */
    public void follow(EventFeed events, Supplier<Set<Integer>> mine) {
        checkState(following.get() == null, "events are read already");
        share(events, mine);
        ScheduledFuture<?> unused = // ends with the timer
                timer.scheduleWithFixedDelay(
                        () -> tend(events, mine),
                        SAVE_EVERY_MS,
                        SAVE_EVERY_MS,
                        TimeUnit.MILLISECONDS);
    }

    private void tend(EventFeed events, Supplier<Set<Integer>> mine) {
        try {
            Set<Integer> now = mine.get();
            save(now);
            if (!now.equals(held)) {
                share(events, mine);
            }
        } catch (KafkaException e) { // the next time will do
            logger.atWarn().setCause(e).log("offsets of events were not saved or read");
        }
    }

    /** Goes on where another instance stopped, and leaves to it what it reads now. */
    private void share(EventFeed events, Supplier<Set<Integer>> mine) {
        Set<Integer> now = mine.get();
        Set<Integer> kept = new HashSet<>(now);
        kept.retainAll(held);
        Set<Integer> taken = new HashSet<>(now);
        taken.removeAll(held);
        Cursor from = offsets.saved(taken);
        EventFeed.Following last = following.get();
        if (last != null) {
            last.close();
        }
        finder.share(kept, from);
        held = Set.copyOf(now);
        followFrom(events, finder.done(), mine);
    }

    private void followFrom(EventFeed events, Cursor from, Supplier<Set<Integer>> mine) {
        Set<Integer> read = held;
        following.set(
                events.follow(
                        Optional.of(from),
                        Rights.ALL, // the owner's rights are asked for each hit
                        entry -> true,
                        new FeedListener() {
                            @Override
                            public void entry(TimelineEntry entry, Cursor next) {
                                int partition = entry.position().partition();
                                if (read.contains(partition) && mine.get().contains(partition)) {
                                    compare(entry);
                                }
                            }

                            @Override
                            public void cutOff(Cursor next) {
                                timer.execute(() -> goOn(events, read, mine));
                            }
                        }));
    }

    /** One that breaks is read again by the next run; those behind it do not wait for that. */
    private void compare(TimelineEntry entry) {
        try {
            finder.entry(entry);
        } catch (RuntimeException e) {
            logger.atError()
                    .addKeyValue("eventId", entry.event().eventId())
                    .setCause(e)
                    .log("event was not compared with subscriptions");
        }
    }

    private void goOn(EventFeed events, Set<Integer> read, Supplier<Set<Integer>> mine) {
        if (read.equals(held)) { // else another has begun since
            followFrom(events, finder.done(), mine);
        }
    }

    /** Of those only that no other instance saves by now. */
    private void save(Set<Integer> mine) {
        TreeMap<Integer, Long> done = new TreeMap<>(finder.done().nextOffsets());
        done.keySet().retainAll(mine);
        hits.flush();
        offsets.save(new Cursor(done));
    }

    @Override
    public void close() {
        EventFeed.Following last = following.get();
        if (last != null) {
            last.close();
        }
        finder.close();
        timer.execute(
                () -> {
                    try {
                        save(held);
                    } catch (KafkaException e) {
                        logger.atWarn().setCause(e).log("offsets of events were not saved");
                    }
                });
        timer.shutdown();
        try {
            if (!timer.awaitTermination(2, TimeUnit.SECONDS)) {
                logger.warn("offsets of events were not saved in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        subscriptions.close();
        hits.close();
        offsets.close();
    }
}
