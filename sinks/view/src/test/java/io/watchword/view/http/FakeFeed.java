package io.watchword.view.http;

import io.watchword.view.access.Rights;
import io.watchword.view.feed.Cursor;
import io.watchword.view.feed.EventFeed;
import io.watchword.view.feed.FeedListener;
import io.watchword.view.timeline.TimelineEntry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** A feed of what is published here, with a short queue for each follower. */
final class FakeFeed implements EventFeed {
    static final int QUEUE = 16;

    final List<Place> places = new CopyOnWriteArrayList<>();
    private final List<TimelineEntry> all = new ArrayList<>();

    synchronized void publish(TimelineEntry entry) {
        all.add(entry);
        places.forEach(place -> place.offer(entry));
    }

    @Override
    public synchronized Following follow(
            Optional<Cursor> from,
            Rights rights,
            Predicate<TimelineEntry> filter,
            FeedListener listener) {
        Place place =
                new Place(filter.and(entry -> rights.mayRead(entry.event().streamId())), listener);
        listener.began(
                from.orElseGet(
                        () ->
                                all.stream()
                                        .map(TimelineEntry::position)
                                        .reduce(
                                                new Cursor(new TreeMap<>(Map.of(0, 0L))),
                                                Cursor::after,
                                                Cursor::merge)));
        from.ifPresent(
                cursor ->
                        all.stream()
                                .filter(entry -> !cursor.isPast(entry.position()))
                                .forEach(place::offer));
        places.add(place);
        return place;
    }

    /** One follower. */
    final class Place implements Following {
        private final Predicate<TimelineEntry> filter;
        private final FeedListener listener;
        private final Deque<TimelineEntry> waiting = new ArrayDeque<>();
        private boolean over;

        Place(Predicate<TimelineEntry> filter, FeedListener listener) {
            this.filter = filter;
            this.listener = listener;
        }

        synchronized void offer(TimelineEntry entry) {
            if (over || !filter.test(entry)) {
                return;
            }
            if (waiting.size() == QUEUE) {
                over = true;
                long next = waiting.element().position().offset();
                listener.cutOff(new Cursor(new TreeMap<>(Map.of(0, next))));
                return;
            }
            waiting.add(entry);
            resume();
        }

        synchronized boolean isOver() {
            return over;
        }

        @Override
        public synchronized void resume() {
            while (!over && !waiting.isEmpty() && listener.ready()) {
                TimelineEntry entry = waiting.remove();
                listener.entry(entry, Cursor.none().after(entry.position()));
            }
        }

        @Override
        public void close() {
            places.remove(this);
        }
    }
}
