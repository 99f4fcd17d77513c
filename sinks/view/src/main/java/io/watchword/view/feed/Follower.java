package io.watchword.view.feed;

import io.watchword.view.access.Rights;
import io.watchword.view.timeline.TimelineEntry;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One follower: what waits for it, and how far it has come. It either pulls what it missed, a
 * stretch at a time, or is live and has entries put into its queue. Thread-safe: any thread may
 * offer, resume, cut and close; {@link #work} runs in one thread at a time.
 */
final class Follower implements EventFeed.Following {
    private static final Logger logger = LoggerFactory.getLogger(Follower.class);

    /** What the follower asks of the feed it belongs to. */
    interface Home {
        /** Has {@link #work} called by some thread; answers false where there is none any more. */
        boolean schedule(Follower follower);

        /** Fills the queue with what comes after the follower's cursor, or makes it live. */
        void pull(Follower follower);

        void left(Follower follower);
    }

    private record Waiting(TimelineEntry entry, Cursor next) {}

    private final Home home;
    private final int bound;
    private final Rights rights;
    private final Predicate<TimelineEntry> filter;
    private final FeedListener listener;
    private final Deque<Waiting> queue = new ArrayDeque<>();

    private boolean scheduled;
    private boolean live;
    private boolean cut;
    private boolean ended;

    /** What was handed over, and what was passed over before that. */
    private Cursor delivered;

    /** Up to where the queue was filled while it pulls. */
    private Cursor pulled;

    private boolean readToEnd;

    Follower(
            Home home,
            int bound,
            Cursor from,
            Rights rights,
            Predicate<TimelineEntry> filter,
            FeedListener listener) {
        this.home = home;
        this.bound = bound;
        this.rights = rights;
        this.filter = filter;
        this.listener = listener;
        this.delivered = from;
        this.pulled = from;
    }

    boolean wants(TimelineEntry entry) {
        return rights.mayRead(entry.event().streamId()) && filter.test(entry);
    }

    int bound() {
        return bound;
    }

    /** Where what is to be pulled begins. Asked in {@link Home#pull} only. */
    Cursor pulled() {
        return pulled;
    }

    boolean readToEnd() {
        return readToEnd;
    }

    /** Takes a stretch of what it missed. */
    synchronized void take(Iterable<TimelineEntry> wanted, Cursor next, boolean toEnd) {
        Cursor at = pulled;
        for (TimelineEntry entry : wanted) {
            at = at.after(entry.position());
            queue.add(new Waiting(entry, at));
        }
        pulled = next;
        readToEnd = toEnd;
        if (queue.isEmpty()) {
            delivered = next; // passed over
        }
    }

    /** Has missed nothing any more: from now on entries are offered. */
    synchronized void goLive() {
        live = true;
    }

    /**
     * Takes an entry that just came.
     *
     * @param settled what follows everything that came
     * @return false if it is cut off
     */
    boolean offer(TimelineEntry entry, Cursor settled) {
        boolean wanted;
        try {
            wanted = !pulled.isPast(entry.position()) && wants(entry);
        } catch (RuntimeException e) {
            logger.atWarn().setCause(e).log("a follower's filter broke");
            cut();
            return false;
        }
        synchronized (this) {
            if (cut || ended) {
                return false;
            }
            // It may be ahead where the log is longer than what has come.
            Cursor after = pulled.merge(settled);
            if (!wanted) {
                if (queue.isEmpty() && !scheduled) {
                    delivered = after;
                }
                return true;
            }
            if (queue.size() < bound) {
                queue.add(new Waiting(entry, after));
                schedule();
                return true;
            }
        }
        cut();
        return false;
    }

    /** Hands it nothing more, and says so. */
    synchronized void cut() {
        if (!cut && !ended) {
            cut = true;
            queue.clear();
            schedule();
        }
    }

    @Override
    public synchronized void resume() {
        if (!ended) {
            schedule();
        }
    }

    /** To be called with this locked. */
    private void schedule() {
        if (!scheduled) {
            scheduled = true;
            ended = !home.schedule(this);
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
            queue.clear();
        }
        home.left(this);
    }

    /** Hands over what waits, until there is nothing, the listener is not ready, or it ends. */
    void work() {
        try {
            boolean more = true;
            while (more) {
                more = step();
            }
        } catch (RuntimeException e) {
            logger.atDebug().setCause(e).log("a follower's listener broke");
            close();
        }
    }

    private boolean step() {
        Waiting waiting;
        synchronized (this) {
            if (ended || (!cut && !listener.ready())) {
                scheduled = false;
                return false;
            }
            waiting = queue.poll();
            if (!cut && waiting == null && live) {
                scheduled = false;
                return false;
            }
        }
        if (waiting != null) {
            listener.entry(waiting.entry(), waiting.next());
            synchronized (this) {
                delivered = waiting.next();
            }
            return true;
        }
        if (isCut()) {
            close();
            listener.cutOff(delivered());
            return false;
        }
        home.pull(this);
        return true;
    }

    private synchronized boolean isCut() {
        return cut;
    }

    private synchronized Cursor delivered() {
        return delivered;
    }
}
