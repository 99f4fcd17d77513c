package io.watchword.fusion.kafka;

import static io.watchword.contract.Checks.checkArgument;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where in topic {@code segments} each segment is. Bounded: the one noted first is forgotten first.
 * Not thread-safe.
 */
final class SegmentPlaces {
    /** One record of the topic. */
    record Place(int partition, long offset) {}

    private final int most;
    private final Map<String, Place> places = new LinkedHashMap<>();

    SegmentPlaces(int most) {
        checkArgument(most > 0, "most is not positive: %d", most);
        this.most = most;
    }

    void note(String segmentId, Place place) {
        places.remove(segmentId); // read again: its age is that of the later record
        places.put(segmentId, place);
        if (places.size() > most) {
            places.remove(places.keySet().iterator().next());
        }
    }

    Optional<Place> find(String segmentId) {
        return Optional.ofNullable(places.get(segmentId));
    }
}
