package io.watchword.fusion.redescribe;

import io.watchword.contract.Event;
import io.watchword.contract.TimeSpan;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What newly told events are to those told before: a revision of the event of the same id, or else
 * the event that takes the place of the one it overlaps most. Pure.
 */
public final class Revisions {
    private static final double LEAST_IOU = 0.5;

    private final Map<String, Event> byId = new HashMap<>();
    private final List<Event> told;

    /**
     * @param told events that hold
     */
    public Revisions(List<Event> told) {
        this.told = List.copyOf(told);
        told.forEach(event -> byId.put(event.eventId(), event));
    }

    /** The event with its place among those told before. */
    public Event place(Event event) {
        Event same = byId.get(event.eventId());
        if (same != null) {
            return placed(event, same.revision() + 1, same.supersedes());
        }
        Optional<Event> nearest =
                told.stream()
                        .filter(other -> comparable(event, other))
                        .max(Comparator.comparingDouble(other -> iou(event, other)))
                        .filter(other -> iou(event, other) >= LEAST_IOU);
        return placed(event, 1, nearest.map(Event::eventId));
    }

    private static boolean comparable(Event event, Event other) {
        return other.isPart() == event.isPart() && other.language().equals(event.language());
    }

    private static double iou(Event one, Event other) {
        TimeSpan a = one.span();
        TimeSpan b = other.span();
        long bothUs =
                Math.max(0, Math.min(a.endUs(), b.endUs()) - Math.max(a.startUs(), b.startUs()));
        long eitherUs = a.durationUs() + b.durationUs() - bothUs;
        return eitherUs == 0 ? 0 : (double) bothUs / eitherUs;
    }

    private static Event placed(Event event, int revision, Optional<String> supersedes) {
        return new Event(
                event.eventId(),
                revision,
                event.streamId(),
                event.source(),
                event.span(),
                event.caption(),
                event.language(),
                event.labels(),
                event.severity(),
                event.confidence(),
                event.evidence(),
                event.model(),
                event.degraded(),
                supersedes);
    }
}
