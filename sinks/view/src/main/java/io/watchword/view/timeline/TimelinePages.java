package io.watchword.view.timeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Pages of several parts, which hold different streams, as one. Pure. */
public final class TimelinePages {
    private TimelinePages() {}

    /**
     * The newest of all pages. Where a page ends and more follows, nobody knows what the part holds
     * beyond; so nothing beyond the first such end is given.
     *
     * @param pages answers to one query
     */
    public static TimelinePage merge(List<TimelinePage> pages, int limit) {
        SortedMap<TimelinePlace, TimelineEntry> all = new TreeMap<>();
        Optional<TimelinePlace> horizon = Optional.empty();
        for (TimelinePage page : pages) {
            for (TimelineEntry entry : page.entries()) {
                // Two parts hold one stream while it moves from one to the other.
                all.putIfAbsent(TimelinePlace.of(entry), entry);
            }
            if (page.next().isPresent()) {
                TimelinePlace end = TimelinePlace.parse(page.next().get());
                if (horizon.isEmpty() || end.compareTo(horizon.get()) < 0) {
                    horizon = Optional.of(end);
                }
            }
        }
        List<TimelineEntry> given = new ArrayList<>();
        TimelinePlace last = null;
        for (TimelinePlace place : all.keySet()) {
            if (horizon.isPresent() && place.compareTo(horizon.get()) > 0) {
                break;
            }
            if (given.size() == limit) {
                return new TimelinePage(given, Optional.ofNullable(last).map(TimelinePlace::token));
            }
            given.add(all.get(place));
            last = place;
        }
        return new TimelinePage(given, horizon.map(TimelinePlace::token));
    }

    /** States of the streams that several parts know, by id; of two, that with more events. */
    public static List<StreamState> mergeStreams(List<List<StreamState>> parts) {
        SortedMap<String, StreamState> all = new TreeMap<>();
        for (List<StreamState> part : parts) {
            for (StreamState state : part) {
                all.merge(
                        state.streamId(),
                        state,
                        (one, other) -> other.events() > one.events() ? other : one);
            }
        }
        return List.copyOf(all.values());
    }
}
