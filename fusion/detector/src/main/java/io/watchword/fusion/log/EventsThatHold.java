package io.watchword.fusion.log;

import static java.util.Comparator.comparingLong;

import io.watchword.contract.Event;
import io.watchword.contract.TimeSpan;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Of the events of one stream those that hold: of each id the highest revision, and none that
 * another replaces. The order in which they come does not matter. Not thread-safe.
 */
public final class EventsThatHold {
    private final Map<String, Event> newest = new HashMap<>();
    private final Set<String> replaced = new HashSet<>();

    public void take(Event event) {
        event.supersedes().filter(id -> !id.equals(event.eventId())).ifPresent(replaced::add);
        newest.merge(
                event.eventId(),
                event,
                (one, other) -> other.revision() > one.revision() ? other : one);
    }

    /** Those that overlap a span, in order of time. */
    public List<Event> in(TimeSpan span) {
        return newest.values().stream()
                .filter(event -> !replaced.contains(event.eventId()))
                .filter(event -> event.span().overlaps(span))
                .sorted(
                        comparingLong((Event event) -> event.span().startUs())
                                .thenComparingLong(event -> event.span().endUs())
                                .thenComparing(Event::eventId))
                .toList();
    }
}
