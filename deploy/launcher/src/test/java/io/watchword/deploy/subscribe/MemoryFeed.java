package io.watchword.deploy.subscribe;

import io.watchword.view.access.Rights;
import io.watchword.view.feed.Cursor;
import io.watchword.view.feed.EventFeed;
import io.watchword.view.feed.FeedListener;
import io.watchword.view.timeline.TimelineEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** Hands entries on in the thread that brings them, from any cursor on. */
final class MemoryFeed implements EventFeed {
    private final List<TimelineEntry> all = new ArrayList<>();
    private final List<Follower> followers = new CopyOnWriteArrayList<>();

    private record Follower(Rights rights, Predicate<TimelineEntry> filter, FeedListener listener) {
        void entry(TimelineEntry entry) {
            if (rights.mayRead(entry.event().streamId()) && filter.test(entry)) {
                listener.entry(entry, Cursor.none().after(entry.position()));
            }
        }
    }

    synchronized void add(TimelineEntry entry) {
        all.add(entry);
        followers.forEach(follower -> follower.entry(entry));
    }

    synchronized void awaitFollowers(int count) throws InterruptedException {
        while (followers.size() < count) {
            wait();
        }
    }

    @Override
    public synchronized Following follow(
            Optional<Cursor> from,
            Rights rights,
            Predicate<TimelineEntry> filter,
            FeedListener listener) {
        Follower follower = new Follower(rights, filter, listener);
        from.filter(cursor -> !cursor.nextOffsets().isEmpty())
                .ifPresent(
                        cursor ->
                                all.stream()
                                        .filter(entry -> !cursor.isPast(entry.position()))
                                        .forEach(follower::entry));
        followers.add(follower);
        notifyAll();
        return () -> followers.remove(follower);
    }
}
