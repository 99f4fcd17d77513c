package io.watchword.sinks.store;

import io.watchword.sinks.row.EventRow;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The events that hold: of each id the highest revision, without those that another event of the
 * same stream replaced. Adding the same event twice has the effect of once, and the order of
 * arrival does not matter. One stream cannot change another's events. Not thread-safe. Holds every
 * event in memory.
 */
public final class EventStore {
    private record Key(String streamId, String eventId) {}

    private final Map<Key, EventRow> rows = new HashMap<>();
    private final Set<Key> replaced = new HashSet<>();

    /**
     * Adds a row unless it is known, older than what is known, or replaced.
     *
     * @return whether anything changed in the row's stream
     */
    public boolean add(EventRow row) {
        Key key = new Key(row.streamId(), row.eventId());
        boolean changed =
                row.supersedes()
                        .filter(id -> !id.equals(row.eventId()))
                        .map(id -> replace(new Key(row.streamId(), id)))
                        .orElse(false);
        EventRow known = rows.get(key);
        if (replaced.contains(key) || (known != null && known.revision() >= row.revision())) {
            return changed;
        }
        rows.put(key, row);
        return true;
    }

    private boolean replace(Key old) {
        replaced.add(old);
        return rows.remove(old) != null;
    }

    /** All rows in {@link EventRow#ORDER}. */
    public List<EventRow> rows() {
        return rows.values().stream().sorted(EventRow.ORDER).toList();
    }

    /** The rows of one stream in {@link EventRow#ORDER}. */
    public List<EventRow> rows(String streamId) {
        return rows.values().stream()
                .filter(row -> row.streamId().equals(streamId))
                .sorted(EventRow.ORDER)
                .toList();
    }

    public int size() {
        return rows.size();
    }
}
