package io.watchword.view.subscribe.kafka;

import io.watchword.contract.Hit;
import io.watchword.view.feed.Cursor;
import io.watchword.view.feed.EventFeed;
import io.watchword.view.subscribe.HitListener;
import io.watchword.view.subscribe.HitPage;
import io.watchword.view.timeline.Position;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One follower: first what it missed, then what comes. At most {@value #CAPACITY} hits wait for it;
 * the next one cuts it off. Thread-safe: one thread offers, another delivers, any resumes or
 * closes.
 */
final class HitFollower implements EventFeed.Following {
    static final int CAPACITY = 256;

    private static final Logger logger = LoggerFactory.getLogger(HitFollower.class);
    private static final int PAGE = 200;

    private final String subscriptionId;
    private final Predicate<Hit> filter;
    private final HitListener listener;
    private final Executor workers;
    private final HitRange range;
    private final Consumer<HitFollower> left;

    // These are guarded by this.
    private final Queue<Waiting> live = new ArrayDeque<>();
    private boolean scheduled;
    private boolean full;
    private boolean closed;

    // These belong to the thread that delivers.
    private final Queue<Waiting> missed = new ArrayDeque<>();
    private Optional<Cursor> missedFrom;
    private Cursor delivered;

    private record Waiting(Hit hit, Cursor next) {}

    /**
     * Where it begins.
     *
     * @param live hits from here on are offered
     * @param from what it has seen of those before; empty if it wants none of them
     * @param range reads those before
     */
    record Place(Cursor live, Optional<Cursor> from, HitRange range) {}

    HitFollower(
            String subscriptionId,
            Predicate<Hit> filter,
            HitListener listener,
            Executor workers,
            Place place,
            Consumer<HitFollower> left) {
        this.subscriptionId = subscriptionId;
        this.filter = filter;
        this.listener = listener;
        this.workers = workers;
        this.range = place.range();
        this.missedFrom = place.from();
        this.delivered = place.from().orElse(place.live());
        this.left = left;
    }

    /** Takes a hit if it is one of its own; never blocks. */
    void offer(Hit hit, Position position) {
        if (!hit.subscription().id().equals(subscriptionId) || !filter.test(hit)) {
            return;
        }
        synchronized (this) {
            if (live.size() == CAPACITY) {
                full = true;
            } else if (!full) {
                live.add(new Waiting(hit, Cursor.none().after(position)));
            }
        }
        resume();
    }

    @Override
    public void resume() {
        synchronized (this) {
            if (scheduled || closed) {
                return;
            }
            scheduled = true;
        }
        try {
            workers.execute(this::work);
        } catch (RejectedExecutionException e) { // everything is being closed
            close();
        }
    }

    private void work() {
        try {
            while (step()) {
                Thread.onSpinWait();
            }
        } catch (KafkaException e) { // it may come back with its cursor
            logger.atWarn().setCause(e).log("hits were not read");
            cutOff();
        } catch (RuntimeException e) {
            logger.atDebug().setCause(e).log("a listener of hits broke");
            close();
        }
    }

    /** Returns whether there may be more to do. */
    private boolean step() {
        synchronized (this) {
            if (closed) {
                return false;
            }
            boolean idle = missed.isEmpty() && missedFrom.isEmpty() && live.isEmpty();
            if (!full && (idle || !listener.ready())) {
                scheduled = false;
                return false;
            }
        }
        if (isFull()) {
            cutOff();
            return false;
        }
        if (missed.isEmpty() && missedFrom.isPresent()) {
            readOn(missedFrom.get());
            return true;
        }
        Waiting next = missed.isEmpty() ? takeLive() : missed.poll();
        if (next != null) {
            listener.hit(next.hit(), next.next());
            delivered = next.next();
        }
        return true;
    }

    private void readOn(Cursor from) {
        HitPage page = range.read(Optional.of(from), PAGE);
        // Within a page all go on after its end but the last: a hit twice is better than none.
        Iterator<Hit> hits = page.hits().iterator();
        while (hits.hasNext()) {
            Hit hit = hits.next();
            missed.add(new Waiting(hit, hits.hasNext() ? from : page.next()));
        }
        missedFrom = page.more() ? Optional.of(page.next()) : Optional.empty();
        if (!page.more()) {
            synchronized (this) {
                live.removeIf(one -> isWithin(one.next(), page.next()));
            }
        }
    }

    private static boolean isWithin(Cursor one, Cursor reached) {
        return one.nextOffsets().entrySet().stream()
                .allMatch(
                        next ->
                                reached.nextOffsets().getOrDefault(next.getKey(), 0L)
                                        >= next.getValue());
    }

    private synchronized @org.jspecify.annotations.Nullable Waiting takeLive() {
        return live.poll();
    }

    private synchronized boolean isFull() {
        return full;
    }

    private void cutOff() {
        Cursor at = delivered;
        close();
        listener.cutOff(at);
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            live.clear();
        }
        left.accept(this);
    }
}
