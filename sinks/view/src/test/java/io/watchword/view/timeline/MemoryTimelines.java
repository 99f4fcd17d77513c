package io.watchword.view.timeline;

import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** Timelines in maps. */
final class MemoryTimelines implements TimelineStore {
    private final Map<String, StreamTally> tallies = new HashMap<>();
    private final Map<String, KnownEvent> known = new HashMap<>();
    private final NavigableMap<TimelinePlace, TimelineEntry> entries = new TreeMap<>();

    /** Timelines whose entries were looked at. */
    int walks;

    @Override
    public List<String> streamIds() {
        return List.copyOf(tallies.keySet());
    }

    @Override
    public StreamTally tally(String streamId) {
        return tallies.getOrDefault(streamId, StreamTally.NONE);
    }

    @Override
    public Optional<KnownEvent> known(String eventId) {
        return Optional.ofNullable(known.get(eventId));
    }

    @Override
    public Optional<TimelineEntry> entry(TimelinePlace place) {
        return Optional.ofNullable(entries.get(place));
    }

    @Override
    public Walk newestFirst(String streamId, long fromUnixUs, long toUnixUs) {
        walks++;
        Iterator<TimelineEntry> found =
                entries.entrySet().stream()
                        .filter(one -> one.getKey().streamId().equals(streamId))
                        .filter(one -> one.getKey().whenUnixUs() >= fromUnixUs)
                        .filter(one -> one.getKey().whenUnixUs() <= toUnixUs)
                        .map(Map.Entry::getValue)
                        .toList()
                        .iterator();
        return new Walk() {
            @Override
            public boolean hasNext() {
                return found.hasNext();
            }

            @Override
            public TimelineEntry next() {
                return found.next();
            }

            @Override
            public void close() {
                // nothing is held
            }
        };
    }

    @Override
    public void know(String eventId, KnownEvent what) {
        known.put(eventId, what);
    }

    @Override
    public void forget(String eventId) {
        known.remove(eventId);
    }

    @Override
    public void forgetStream(String streamId) {
        tallies.remove(streamId);
    }

    @Override
    public void put(TimelineEntry entry) {
        entries.put(TimelinePlace.of(entry), entry);
    }

    @Override
    public void remove(TimelinePlace place) {
        entries.remove(place);
    }

    @Override
    public void put(String streamId, StreamTally tally) {
        tallies.put(streamId, tally);
    }
}
