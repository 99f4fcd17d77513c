package io.watchword.deploy.view;

import static io.watchword.contract.Checks.checkArgument;

import io.watchword.contract.TimeSpan;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where on topic {@code segments} the segments of each stream lie. Bounded: the one noted first is
 * forgotten first. Not thread-safe.
 */
final class SegmentSpots {
    /** One record, and what it is of. */
    record Spot(TimeSpan span, int partition, long offset) {}

    private record Noted(String streamId, long startUs) {}

    private final int most;
    private final Map<String, TreeMap<Long, Spot>> streams = new HashMap<>();
    private final Deque<Noted> inOrder = new ArrayDeque<>();

    SegmentSpots(int most) {
        checkArgument(most > 0, "most is not positive: %d", most);
        this.most = most;
    }

    void note(String streamId, Spot spot) {
        TreeMap<Long, Spot> spots = streams.computeIfAbsent(streamId, id -> new TreeMap<>());
        if (spots.put(spot.span().startUs(), spot) == null) {
            inOrder.add(new Noted(streamId, spot.span().startUs()));
        }
        if (inOrder.size() > most) {
            Noted first = inOrder.remove();
            TreeMap<Long, Spot> left = streams.get(first.streamId());
            if (left != null) {
                left.remove(first.startUs());
                if (left.isEmpty()) {
                    streams.remove(first.streamId());
                }
            }
        }
    }

    /** Those that have some of a span, by time. */
    List<Spot> overlapping(String streamId, TimeSpan span) {
        TreeMap<Long, Spot> spots = streams.get(streamId);
        List<Spot> found = new ArrayList<>();
        if (spots != null) {
            Long first = spots.floorKey(span.startUs());
            long from = first == null ? span.startUs() : first;
            for (Spot spot : spots.subMap(from, Math.max(from, span.endUs())).values()) {
                if (spot.span().overlaps(span)) {
                    found.add(spot);
                }
            }
        }
        return found;
    }
}
