package io.watchword.view.subscribe.kafka;

import static io.watchword.contract.Checks.checkState;

import io.watchword.contract.Hit;
import io.watchword.view.access.Rights;
import io.watchword.view.feed.Cursor;
import io.watchword.view.feed.EventFeed;
import io.watchword.view.feed.FeedListener;
import io.watchword.view.subscribe.HitFinder;
import io.watchword.view.subscribe.HitLog;
import io.watchword.view.subscribe.SubscriptionStore;
import io.watchword.view.timeline.TimelineEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Standing subscriptions at work: reads events from where an earlier run stopped, and writes what
 * they are hits of. An event counts as read when its hits are written, so that a run that is killed
 * costs none, and what is read twice gives the same hit.
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
        List<Hit> recalled = new ArrayList<>();
        HitsTopic hits = HitsTopic.open(bootstrapServers, recalled::add);
        HitFinder finder = new HitFinder(parts, hits::append);
        recalled.forEach(finder::recall);
        SubscriptionsTopic subscriptions =
                SubscriptionsTopic.open(bootstrapServers, finder::put, finder::remove);
        MatchedOffsets offsets = MatchedOffsets.open(bootstrapServers);
        finder.resume(offsets.saved());
        return new StandingSubscriptions(finder, subscriptions, hits, offsets);
    }

    public SubscriptionStore store() {
        return subscriptions;
    }

    public HitLog hits() {
        return hits;
    }

    /** Begins to read events; called once. */
    public void follow(EventFeed events) {
        checkState(following.get() == null, "events are read already");
        followFrom(events, finder.done());
        ScheduledFuture<?> unused = // ends with the timer
                timer.scheduleWithFixedDelay(
                        this::save, SAVE_EVERY_MS, SAVE_EVERY_MS, TimeUnit.MILLISECONDS);
    }

    private void followFrom(EventFeed events, Cursor from) {
        following.set(
                events.follow(
                        Optional.of(from),
                        Rights.ALL, // the owner's rights are asked for each hit
                        entry -> true,
                        new FeedListener() {
                            @Override
                            public void entry(TimelineEntry entry, Cursor next) {
                                finder.entry(entry);
                            }

                            @Override
                            public void cutOff(Cursor next) {
                                timer.execute(() -> followFrom(events, next));
                            }
                        }));
    }

    private void save() {
        try {
            Cursor done = finder.done();
            hits.flush();
            offsets.save(done);
        } catch (KafkaException e) { // the next time will do
            logger.atWarn().setCause(e).log("offsets of events were not saved");
        }
    }

    @Override
    public void close() {
        EventFeed.Following last = following.get();
        if (last != null) {
            last.close();
        }
        finder.close();
        timer.execute(this::save);
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
