package io.watchword.view.subscribe;

import io.watchword.view.feed.Cursor;
import io.watchword.view.timeline.Position;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * How far events are done with, of which some take longer: where to begin again so that none is
 * passed over. Not thread-safe.
 */
final class Progress {
    private Cursor begun;

    /** By partition: the offset, and how many things are still to be done about it. */
    private final Map<Integer, TreeMap<Long, Integer>> underWay = new HashMap<>();

    Progress(Cursor from) {
        this.begun = from;
    }

    /** Whether it was begun before. */
    boolean isBehind(Position position) {
        return begun.isPast(position);
    }

    void begin(Position position) {
        begun = begun.after(position);
        underWay.computeIfAbsent(position.partition(), p -> new TreeMap<>())
                .merge(position.offset(), 1, Integer::sum);
    }

    void end(Position position) {
        TreeMap<Long, Integer> offsets = underWay.get(position.partition());
        if (offsets != null) {
            offsets.computeIfPresent(position.offset(), (o, left) -> left == 1 ? null : left - 1);
        }
    }

    /** Everything before it is done with. */
    Cursor done() {
        TreeMap<Integer, Long> next = new TreeMap<>(begun.nextOffsets());
        underWay.forEach(
                (partition, offsets) -> {
                    if (!offsets.isEmpty()) {
                        next.put(partition, offsets.firstKey());
                    }
                });
        return new Cursor(next);
    }
}
