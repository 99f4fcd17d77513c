package io.watchword.view.feed;

import io.watchword.view.timeline.Position;
import io.watchword.view.timeline.TimelineEntry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The newest entries, in the order in which they came. The oldest are dropped beyond a bound. Not
 * thread-safe.
 */
final class RecentEntries {
    private final int bound;
    private final Deque<TimelineEntry> entries = new ArrayDeque<>();
    private final Map<Integer, Long> heldFrom = new HashMap<>();
    private Cursor settled = Cursor.none();
    private Cursor next;

    /**
     * @param ends where the log ends before the first entry comes
     */
    RecentEntries(int bound, Cursor ends) {
        this.bound = bound;
        this.next = ends;
    }

    /** Takes an entry; answers false for one that came before. */
    boolean add(TimelineEntry entry) {
        Position position = entry.position();
        if (settled.isPast(position)) {
            return false;
        }
        settled = settled.after(position);
        // Not the end of the log that was found before: what lies between is still to come.
        SortedMap<Integer, Long> following = new TreeMap<>(next.nextOffsets());
        following.put(position.partition(), position.offset() + 1);
        next = new Cursor(following);
        heldFrom.putIfAbsent(position.partition(), position.offset());
        entries.add(entry);
        if (entries.size() > bound) {
            Position dropped = entries.remove().position();
            heldFrom.put(dropped.partition(), dropped.offset() + 1);
        }
        return true;
    }

    /** What follows everything that came, and where nothing came the end of the log. */
    Cursor next() {
        return next;
    }

    /** What follows everything that came, of the partitions where something did. */
    Cursor settled() {
        return settled;
    }

    /**
     * Whether everything from a cursor on is held, or will come.
     *
     * @param readToEnd whether what lies on the log before the first entry of a partition is behind
     */
    boolean covers(Cursor cursor, boolean readToEnd) {
        return cursor.nextOffsets().entrySet().stream()
                .allMatch(
                        one -> {
                            Long from = heldFrom.get(one.getKey());
                            if (from == null) {
                                return readToEnd || one.getValue() >= end(one.getKey());
                            }
                            return one.getValue() >= from;
                        });
    }

    private long end(int partition) {
        return next.nextOffsets().getOrDefault(partition, 0L);
    }

    /** Those that a cursor is not past. */
    List<TimelineEntry> from(Cursor cursor) {
        List<TimelineEntry> found = new ArrayList<>();
        for (TimelineEntry entry : entries) {
            if (!cursor.isPast(entry.position())) {
                found.add(entry);
            }
        }
        return found;
    }
}
