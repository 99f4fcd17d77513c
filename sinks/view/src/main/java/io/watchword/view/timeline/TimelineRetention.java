package io.watchword.view.timeline;

import static io.watchword.contract.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

import io.watchword.contract.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Lets go of entries that reached the log longer ago than it keeps them. A little at a time, so
 * that whoever enters events never waits long. Not thread-safe.
 */
public final class TimelineRetention {
    /** Entries at a time; of 4 KB each, some tens of milliseconds. */
    private static final int MOST_LOOKED_AT = 5_000;

    private final TimelineStore store;
    private final Duration kept;
    private final int mostLookedAt;

    /** Streams of this round that are still to be looked at. */
    private final Deque<String> left = new ArrayDeque<>();

    /** Where in the first of them to go on. */
    private long toUnixUs = Long.MAX_VALUE;

    public TimelineRetention(TimelineStore store, Duration kept) {
        this(store, kept, MOST_LOOKED_AT);
    }

    TimelineRetention(TimelineStore store, Duration kept, int mostLookedAt) {
        checkArgument(kept.toMillis() > 0, "kept is not positive: %s", kept);
        checkArgument(mostLookedAt > 0, "mostLookedAt is not positive: %d", mostLookedAt);
        this.store = requireNonNull(store, "store is null");
        this.kept = kept;
        this.mostLookedAt = mostLookedAt;
    }

    /**
     * Goes on where the last call ended; after the last stream it begins again.
     *
     * @return how many entries are gone
     */
    public int letGo(Instant now) {
        Instant before = now.minus(kept);
        if (left.isEmpty()) {
            store.streamIds().stream().sorted().forEach(left::add);
        }
        int looked = 0;
        int gone = 0;
        while (!left.isEmpty() && looked < mostLookedAt) {
            Look look = look(left.element(), before, mostLookedAt - looked);
            looked += look.looked();
            gone += look.old().size();
            look.old().forEach(this::forget);
            if (look.done()) {
                recount(left.remove(), look.old());
                toUnixUs = Long.MAX_VALUE;
            } else {
                recount(left.element(), look.old());
                toUnixUs = look.lastUnixUs();
            }
        }
        return gone;
    }

    private record Look(List<TimelineEntry> old, int looked, long lastUnixUs, boolean done) {}

    /** What happened lately was told lately: only what stands before that is looked at. */
    private Look look(String streamId, Instant before, int most) {
        List<TimelineEntry> old = new ArrayList<>();
        int looked = 0;
        long lastUnixUs = Math.min(toUnixUs, UnixTime.us(before));
        try (KeptTimelines.Walk walk = store.newestFirst(streamId, Long.MIN_VALUE, lastUnixUs)) {
            while (walk.hasNext()) {
                TimelineEntry entry = walk.next();
                long unixUs = UnixTime.us(entry.when());
                if (looked >= most && unixUs < lastUnixUs) { // never within one time
                    return new Look(old, looked, unixUs, false);
                }
                looked++;
                lastUnixUs = unixUs;
                if (entry.recordedAt().isBefore(before)) {
                    old.add(entry);
                }
            }
        }
        return new Look(old, looked, lastUnixUs, true);
    }

    private void forget(TimelineEntry entry) {
        Event event = entry.event();
        store.remove(TimelinePlace.of(entry));
        store.forget(event.eventId());
        // Else that it was replaced would be remembered for ever.
        event.supersedes().filter(id -> isReplaced(id, event.streamId())).ifPresent(store::forget);
    }

    private boolean isReplaced(String eventId, String streamId) {
        return store.known(eventId)
                .filter(known -> known.isReplaced() && known.streamId().equals(streamId))
                .isPresent();
    }

    private void recount(String streamId, List<TimelineEntry> old) {
        if (old.isEmpty()) {
            return;
        }
        try (KeptTimelines.Walk walk =
                store.newestFirst(streamId, Long.MIN_VALUE, Long.MAX_VALUE)) {
            if (!walk.hasNext()) {
                store.forgetStream(streamId);
                return;
            }
        }
        long events = old.stream().filter(entry -> !entry.event().isPart()).count();
        StreamTally tally = store.tally(streamId).less(events);
        boolean lastIsGone =
                old.stream().anyMatch(e -> e.event().eventId().equals(tally.lastEventId()));
        store.put(streamId, lastIsGone ? TimelineKeeper.lastOf(store, streamId, tally) : tally);
    }
}
