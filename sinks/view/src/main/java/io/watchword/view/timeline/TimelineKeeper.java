package io.watchword.view.timeline;

import static java.util.Objects.requireNonNull;

import io.watchword.contract.Event;
import java.time.Instant;
import java.util.Optional;

/**
 * Enters events into timelines: of two with one id the higher revision holds, and one that
 * supersedes another of its stream takes its place, whichever comes first. Not thread-safe.
 */
public final class TimelineKeeper {
    /** How far back the event that ends last is looked for after it was replaced. */
    private static final int LAST_LOOKED_AT = 200;

    private final TimelineStore store;

    public TimelineKeeper(TimelineStore store) {
        this.store = requireNonNull(store, "store is null");
    }

    /** What became of an event. */
    public sealed interface Outcome {
        /** It is the newest revision now. */
        record Told(TimelineEntry entry) implements Outcome {}

        /** A newer revision, or what replaced it, is known already. */
        record Stale() implements Outcome {}

        /** It cannot be what it says. */
        record Refused(String detail) implements Outcome {}
    }

    /** Makes an entry of an event and, where there is one, of its revision before. */
    @FunctionalInterface
    public interface Joining {
        TimelineEntry join(Event event, Optional<TimelineEntry> before);
    }

    /**
     * Enters an event.
     *
     * @param position of its record: the same again is told again, since whoever hears of it may
     *     not have when this process ended
     */
    public Outcome enter(Event event, Position position, Joining joining) {
        if (event.streamId().indexOf('\0') >= 0 || event.eventId().indexOf('\0') >= 0) {
            return new Outcome.Refused("event: its id or its stream's holds a NUL");
        }
        Optional<KnownEvent> known = store.known(event.eventId());
        if (known.filter(one -> !one.streamId().equals(event.streamId())).isPresent()) {
            return new Outcome.Refused(
                    "event " + event.eventId() + " is one of stream " + known.get().streamId());
        }
        event.supersedes()
                .filter(id -> !id.equals(event.eventId()))
                .ifPresent(id -> replace(id, event.streamId()));
        Optional<TimelineEntry> before =
                known.flatMap(one -> one.place(event.eventId())).flatMap(store::entry);
        if (known.isPresent()) {
            if (before.isPresent() && before.get().position().equals(position)) {
                return new Outcome.Told(before.get());
            }
            boolean newer = event.revision() > known.get().revision();
            if (known.get().isReplaced() || (!newer && before.isPresent())) {
                return new Outcome.Stale();
            }
        }
        TimelineEntry entry = joining.join(event, before);
        before.map(TimelinePlace::of).ifPresent(store::remove);
        TimelinePlace place = TimelinePlace.of(entry);
        store.put(entry);
        store.know(
                event.eventId(),
                new KnownEvent(
                        event.streamId(), event.revision(), Optional.of(place.whenUnixUs())));
        count(entry, place, before);
        return new Outcome.Told(entry);
    }

    private void count(TimelineEntry entry, TimelinePlace place, Optional<TimelineEntry> before) {
        Event event = entry.event();
        StreamTally tally = store.tally(event.streamId());
        boolean counted = before.isPresent() && !before.get().event().isPart();
        long more = (event.isPart() ? 0L : 1L) - (counted ? 1L : 0L);
        boolean last = !event.isPart() && event.span().endUs() >= tally.lastEndUs();
        store.put(
                event.streamId(),
                new StreamTally(
                        event.source(),
                        tally.events() + more,
                        last ? event.eventId() : tally.lastEventId(),
                        last ? event.span().endUs() : tally.lastEndUs(),
                        Math.max(tally.newestUnixUs(), place.whenUnixUs())));
    }

    private void replace(String eventId, String streamId) {
        Optional<KnownEvent> known = store.known(eventId);
        if (known.filter(one -> !one.streamId().equals(streamId) || one.isReplaced()).isPresent()) {
            return;
        }
        store.know(
                eventId,
                new KnownEvent(
                        streamId, known.map(KnownEvent::revision).orElse(0), Optional.empty()));
        Optional<TimelineEntry> entry =
                known.flatMap(one -> one.place(eventId)).flatMap(store::entry);
        if (entry.isEmpty()) {
            return;
        }
        store.remove(TimelinePlace.of(entry.get()));
        if (!entry.get().event().isPart()) {
            StreamTally tally = store.tally(streamId).less();
            store.put(
                    streamId,
                    tally.lastEventId().equals(eventId) ? lastOf(store, streamId, tally) : tally);
        }
    }

    /** Looks among the newest only: an older event that ends later would be a strange one. */
    static StreamTally lastOf(KeptTimelines store, String streamId, StreamTally tally) {
        StreamTally found = tally.endingWith("", Long.MIN_VALUE);
        try (KeptTimelines.Walk walk =
                store.newestFirst(streamId, Long.MIN_VALUE, Long.MAX_VALUE)) {
            for (int i = 0; i < LAST_LOOKED_AT && walk.hasNext(); i++) {
                Event event = walk.next().event();
                if (!event.isPart() && event.span().endUs() > found.lastEndUs()) {
                    found = found.endingWith(event.eventId(), event.span().endUs());
                }
            }
        }
        return found;
    }

    /** When the event was first told: a revision does not make it newer. */
    public static Instant recordedAt(Optional<TimelineEntry> before, long recordUnixMs) {
        return before.map(TimelineEntry::recordedAt)
                .orElseGet(() -> Instant.ofEpochMilli(recordUnixMs));
    }
}
