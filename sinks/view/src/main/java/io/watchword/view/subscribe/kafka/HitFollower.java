package io.watchword.view.subscribe.kafka;

import io.watchword.contract.Hit;
import io.watchword.view.feed.Cursor;
import io.watchword.view.subscribe.HitListener;
import io.watchword.view.subscribe.HitPage;
import io.watchword.view.timeline.Position;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One follower: first what it missed, then what comes. At most {@value #CAPACITY} hits wait for it;
 * the next one cuts it off. Hits are offered by one thread and delivered by another, one at a time.
 */
final class HitFollower {
    static final int CAPACITY = 256;

    private static final Logger logger = LoggerFactory.getLogger(HitFollower.class);
    private static final int PAGE = 200;

    private final String subscriptionId;
    private final Predicate<Hit> filter;
    private final HitListener listener;
    private final Executor workers;
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private Cursor next; // guarded by this
    private boolean delivering = true; // until what was missed is delivered
    private boolean full;
    private boolean closed;

    private record Waiting(Hit hit, Position position) {}

    /** What came before it began to listen. */
    record Missed(HitRange range, Cursor from) {}

    /**
     * @param begin the first position that it is offered
     */
    HitFollower(
            String subscriptionId,
            Predicate<Hit> filter,
            HitListener listener,
            Executor workers,
            Position begin) {
        this.subscriptionId = subscriptionId;
        this.filter = filter;
        this.listener = listener;
        this.workers = workers;
        this.next = new Cursor(new TreeMap<>(Map.of(begin.partition(), begin.offset())));
    }

    /** Begins to deliver. */
    void start(Optional<Missed> missed) {
        if (missed.isPresent()) {
            workers.execute(() -> catchUp(missed.get()));
        } else {
            workers.execute(this::deliver);
        }
    }

    private void catchUp(Missed missed) {
        Cursor begin = next;
        Cursor from = missed.from();
        try {
            while (!isClosed()) {
                HitPage page = missed.range().read(Optional.of(from), PAGE);
                page.hits().forEach(hit -> caughtUp(hit, page.next()));
                from = page.next();
                if (!page.more()) {
                    break;
                }
            }
        } catch (RuntimeException e) { // the follower asks again from where it is
            logger.atWarn().setCause(e).log("hits were not read");
            cutOff(missed.from());
            return;
        }
        synchronized (this) {
            Cursor reached = from;
            next = later(begin, reached);
            waiting.removeIf(one -> reached.isPast(one.position()));
        }
        deliver();
    }

    private void caughtUp(Hit hit, Cursor after) {
        if (!isClosed()) {
            listener.hit(hit, after);
        }
    }

    private static Cursor later(Cursor one, Cursor other) {
        TreeMap<Integer, Long> offsets = new TreeMap<>(one.nextOffsets());
        other.nextOffsets().forEach((key, value) -> offsets.merge(key, value, Math::max));
        return new Cursor(offsets);
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    /** Takes a hit if it is one of its own; never blocks. */
    void offer(Hit hit, Position position) {
        if (!hit.subscription().id().equals(subscriptionId) || !filter.test(hit)) {
            return;
        }
        synchronized (this) {
            if (closed || full) {
                return;
            }
            if (waiting.size() == CAPACITY) {
                full = true;
            } else {
                waiting.add(new Waiting(hit, position));
            }
            if (delivering) {
                return;
            }
            delivering = true;
        }
        try {
            workers.execute(this::deliver);
        } catch (RejectedExecutionException e) { // everything is being closed
            close();
        }
    }

    private void deliver() {
        while (true) {
            Waiting one;
            Cursor after;
            synchronized (this) {
                if (closed || full) {
                    break;
                }
                one = waiting.poll();
                if (one == null) {
                    delivering = false;
                    return;
                }
                after = next.after(one.position());
                next = after;
            }
            listener.hit(one.hit(), after);
        }
        if (!isClosed()) {
            cutOff(next);
        }
    }

    private void cutOff(Cursor at) {
        close();
        listener.cutOff(at);
    }

    synchronized void close() {
        closed = true;
        waiting.clear();
    }
}
