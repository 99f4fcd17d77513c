package io.watchword.view.feed;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.watchword.view.ViewConfig.FeedConfig;
import io.watchword.view.access.Rights;
import io.watchword.view.timeline.EntryListener;
import io.watchword.view.timeline.TimelineEntry;
import io.watchword.view.timeline.TimelinesUnavailable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * Hands every entry to all who follow. The newest entries are held in memory; who comes back after
 * longer is told from the log until it has caught up. Owns a thread for each follower that is being
 * handed something, so that one that blocks delays no other. Thread-safe.
 */
public final class FanOutFeed implements EventFeed, EntryListener, Follower.Home, AutoCloseable {
    private static final int STRETCH = 500;
    private static final long STOP_WITHIN_S = 1;

    private final FeedConfig config;
    private final EntryLog log;
    private final ThreadPoolExecutor workers;
    private final Object lock = new Object();

    /** These are guarded by the lock. */
    private final RecentEntries recent;

    private final Set<Follower> live = identitySet();
    private final Set<Follower> all = identitySet();
    private boolean closed;

    public FanOutFeed(FeedConfig config, EntryLog log) {
        this.config = config;
        this.log = log;
        this.recent = new RecentEntries(config.recent(), log.ends());
        AtomicInteger number = new AtomicInteger();
        this.workers =
                new ThreadPoolExecutor(
                        0,
                        Integer.MAX_VALUE, // the followers are bounded
                        10,
                        SECONDS,
                        new SynchronousQueue<>(),
                        task -> {
                            Thread thread =
                                    new Thread(task, "view-feed-" + number.incrementAndGet());
                            thread.setDaemon(true);
                            return thread;
                        });
    }

    private static Set<Follower> identitySet() {
        return Collections.newSetFromMap(new IdentityHashMap<>());
    }

    @Override
    public void entry(TimelineEntry entry) {
        synchronized (lock) {
            if (recent.add(entry)) {
                live.removeIf(follower -> !follower.offer(entry, recent.settled()));
            }
        }
    }

    @Override
    public Following follow(
            Optional<Cursor> from,
            Rights rights,
            Predicate<TimelineEntry> filter,
            FeedListener listener) {
        Optional<Cursor> wanted = from.map(this::upToTheEnd);
        Follower follower;
        synchronized (lock) {
            if (closed || all.size() >= config.maxFollowers()) {
                throw new TooManyFollowers(closed ? 0 : config.maxFollowers());
            }
            // Partitions that the cursor does not name are followed from here.
            Cursor begin = new Cursor(startingAt(wanted, recent.next()));
            follower = new Follower(this, config.queue(), begin, rights, filter, listener);
            all.add(follower);
            listener.began(begin);
            if (wanted.isEmpty()) {
                follower.goLive();
                live.add(follower);
            }
        }
        if (wanted.isPresent()) {
            follower.resume();
        }
        return follower;
    }

    private static SortedMap<Integer, Long> startingAt(Optional<Cursor> wanted, Cursor now) {
        SortedMap<Integer, Long> next = new TreeMap<>(now.nextOffsets());
        wanted.ifPresent(cursor -> next.putAll(cursor.nextOffsets()));
        return next;
    }

    /** A cursor of a log that was begun anew would wait for what never comes. */
    private Cursor upToTheEnd(Cursor cursor) {
        Cursor next;
        synchronized (lock) {
            next = recent.next();
        }
        if (cursor.nextOffsets().entrySet().stream()
                .allMatch(one -> isWithin(one.getKey(), one.getValue(), next))) {
            return cursor;
        }
        SortedMap<Integer, Long> ends = log.ends().nextOffsets();
        SortedMap<Integer, Long> kept = new TreeMap<>();
        cursor.nextOffsets()
                .forEach(
                        (partition, offset) -> {
                            Long end = ends.get(partition);
                            if (end != null) {
                                kept.put(partition, Math.min(offset, end));
                            }
                        });
        return new Cursor(kept);
    }

    private static boolean isWithin(int partition, long offset, Cursor next) {
        Long end = next.nextOffsets().get(partition);
        return end != null && offset <= end;
    }

    @Override
    public boolean schedule(Follower follower) {
        try {
            workers.execute(follower::work);
            return true;
        } catch (RejectedExecutionException e) {
            return false; // the feed is closed
        }
    }

    @Override
    public void pull(Follower follower) {
        Cursor settled;
        synchronized (lock) {
            if (recent.covers(follower.pulled(), follower.readToEnd())) {
                pullRecent(follower);
                return;
            }
            settled = recent.settled();
        }
        try {
            EntryLog.Stretch stretch = log.read(follower.pulled(), settled, STRETCH);
            follower.take(wanted(follower, stretch.entries()), stretch.next(), !stretch.more());
        } catch (TimelinesUnavailable e) {
            follower.cut(); // it may come back with its cursor
        }
    }

    /** To be called with the lock. */
    private void pullRecent(Follower follower) {
        List<TimelineEntry> wanted = wanted(follower, recent.from(follower.pulled()));
        if (wanted.size() <= follower.bound()) {
            follower.take(wanted, follower.pulled().merge(recent.settled()), true);
            follower.goLive();
            live.add(follower);
            return;
        }
        List<TimelineEntry> some = wanted.subList(0, follower.bound());
        Cursor next = follower.pulled();
        for (TimelineEntry entry : some) {
            next = next.after(entry.position());
        }
        follower.take(some, next, true);
    }

    private static List<TimelineEntry> wanted(Follower follower, List<TimelineEntry> entries) {
        return entries.stream().filter(follower::wants).toList();
    }

    @Override
    public void left(Follower follower) {
        synchronized (lock) {
            all.remove(follower);
            live.remove(follower);
        }
    }

    /** What came since the start. */
    public Cursor settled() {
        synchronized (lock) {
            return recent.settled();
        }
    }

    /** How many of those that follow have missed nothing any more. */
    int caughtUp() {
        synchronized (lock) {
            return live.size();
        }
    }

    /** How many follow now. */
    public int followers() {
        synchronized (lock) {
            return all.size();
        }
    }

    /** Ends all followers with their cursors, so that they can come again. */
    @Override
    public void close() {
        List<Follower> ending;
        synchronized (lock) {
            closed = true;
            ending = new ArrayList<>(all);
        }
        ending.forEach(Follower::cut);
        ExecutorService stopping = workers;
        stopping.shutdown();
        try {
            if (!stopping.awaitTermination(STOP_WITHIN_S, SECONDS)) {
                stopping.shutdownNow();
            }
        } catch (InterruptedException e) {
            stopping.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
