package io.watchword.fusion.revise;

import static java.util.Comparator.comparingLong;
import static java.util.Objects.requireNonNull;

import io.watchword.contract.Event;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which events wait for a revision, told from the records of topic {@code events} alone: those
 * written without the model that have no later revision. The oldest comes first; one that failed
 * for itself waits, longer each time, and lets others go before it.
 *
 * <p>Holds at most {@link #MAX_WAITING} events. Where there are more the newest are left out, and
 * {@link #mustReread} asks for the topic again once the others are done. Not thread-safe.
 */
public final class RevisionQueue {
    static final int MAX_WAITING = 20_000; // a day's outage of one busy camera, some 20 MB
    static final int MAX_REVISED = 100_000;
    private static final int MOST_DOUBLINGS = 6;

    private static final Comparator<Waiting> OLDEST =
            comparingLong(Waiting::writtenMs).thenComparing(waiting -> waiting.event().eventId());

    private record Waiting(Event event, long writtenMs, int tries, long notBeforeNs) {}

    private final String bundleSha256;
    private final Map<String, Waiting> waiting = new LinkedHashMap<>();
    private final Map<String, Boolean> revised =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                    return size() > MAX_REVISED;
                }
            };
    private boolean leftOut;

    /**
     * @param bundleSha256 of the model that revises; events of other bundles are left alone
     */
    public RevisionQueue(String bundleSha256) {
        this.bundleSha256 = requireNonNull(bundleSha256, "bundleSha256 is null");
    }

    /**
     * Takes note of a record; the same one may come again, even after its later revision.
     *
     * @param writtenMs when the record was written
     */
    public void observe(Event event, long writtenMs) {
        if (event.revision() > 1 && !event.degraded()) {
            settle(event.eventId());
            return;
        }
        boolean ours = event.degraded() && event.model().sha256().equals(bundleSha256);
        if (!ours || revised.containsKey(event.eventId())) {
            return;
        }
        if (waiting.size() >= MAX_WAITING) {
            leftOut = true;
            return;
        }
        waiting.putIfAbsent(event.eventId(), new Waiting(event, writtenMs, 0, Long.MIN_VALUE));
    }

    /** The event to revise now. */
    public Optional<Event> due(long nowNs) {
        return waiting.values().stream()
                .filter(event -> event.tries() == 0 || nowNs - event.notBeforeNs() >= 0)
                .min(OLDEST)
                .map(Waiting::event);
    }

    public boolean isWaiting(String eventId) {
        return waiting.containsKey(eventId);
    }

    /** The event has its revision. */
    public void settle(String eventId) {
        waiting.remove(eventId);
        revised.put(eventId, true);
    }

    /** The event cannot be revised, whatever the model. */
    public void giveUp(String eventId) {
        settle(eventId);
    }

    /** The event's turn comes again after {@code least}, twice as long with each time. */
    public void postpone(String eventId, long nowNs, Duration least) {
        waiting.computeIfPresent(
                eventId,
                (id, event) ->
                        new Waiting(
                                event.event(),
                                event.writtenMs(),
                                event.tries() + 1,
                                nowNs
                                        + (least.toNanos()
                                                << Math.min(event.tries(), MOST_DOUBLINGS))));
    }

    /** Whether events were left out that there is room for now; asks once. */
    public boolean mustReread() {
        boolean now = leftOut && waiting.isEmpty();
        leftOut &= !now;
        return now;
    }

    public int size() {
        return waiting.size();
    }
}
