package io.watchword.view.lucene;

import static java.util.concurrent.TimeUnit.HOURS;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.watchword.view.timeline.TimelineEntry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes the index. What it is to do waits in a queue of {@value
 * #MOST_WAITING}; when that is full, whoever brings more waits. Makes what was written visible
 * within {@value #REFRESH_MS} ms while writing is quick, and no more than a tenth of its time goes
 * into that; and commits every {@value #COMMIT_S} s.
 *
 * <p>A disk that fails ends the writing: {@link #problem} says so, searches go on with what there
 * was, and a restart goes on from the last commit.
 */
final class IndexingThread implements AutoCloseable {
    static final int MOST_WAITING = 2000;
    static final int REFRESH_MS = 100;
    static final int COMMIT_S = 5;

    /** How often both happen while much is taken that was told long ago. */
    static final int BULK_S = 60;

    private static final Logger LOG = LoggerFactory.getLogger(IndexingThread.class);
    private static final int SHARE_OF_REFRESH = 10;
    private static final long IDLE_MS = 20;

    /** Something done to the index. */
    @FunctionalInterface
    interface Work {
        void on(EventIndex index) throws IOException;
    }

    private record Retention(Duration keepFor, InstantSource clock) {}

    private record Order(Work work, CompletableFuture<@Nullable Void> done) {}

    private final EventIndex index;
    private final BlockingQueue<Order> queue = new ArrayBlockingQueue<>(MOST_WAITING);
    private final Thread thread;
    private volatile boolean closing;
    private volatile Optional<String> problem = Optional.empty();
    private boolean seen = true; // what was written is visible; of the thread
    private boolean kept = true; // and committed
    private volatile Optional<Retention> retention = Optional.empty();
    private volatile boolean heldBack;
    private volatile boolean bulk;
    private long refreshedNs = System.nanoTime();
    private long refreshTookNs;
    private long committedNs = System.nanoTime();
    private long forgotNs = System.nanoTime() - HOURS.toNanos(1);

    IndexingThread(EventIndex index) {
        this.index = index;
        this.thread = new Thread(this::run, "event-index");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Has an entry written.
     *
     * @param inTurn whether everything before it was taken too, so that the cursor may pass it
     */
    void put(TimelineEntry entry, boolean inTurn) {
        order(
                target -> {
                    target.put(entry);
                    if (inTurn) {
                        target.passed(entry.position());
                    }
                });
    }

    /** Has something done after all that was ordered before; {@link #problem} says if it failed. */
    @CanIgnoreReturnValue
    CompletableFuture<@Nullable Void> order(Work work) {
        Order order = new Order(work, new CompletableFuture<>());
        if (closing) {
            order.done.completeExceptionally(new IllegalStateException("the index is closed"));
            return order.done;
        }
        try {
            queue.put(order);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            order.done.completeExceptionally(e);
        }
        return order.done;
    }

    /** Shows nothing new and commits nothing until this is taken back. */
    void holdBack(boolean held) {
        heldBack = held;
    }

    /** Whether much is taken that was told long ago: it is shown and committed every minute. */
    void bulk(boolean much) {
        bulk = much;
    }

    /** Forgets every hour what reached the log longer ago. */
    void keep(Duration keepFor, InstantSource clock) {
        retention = Optional.of(new Retention(keepFor, clock));
    }

    /** Why nothing is written any more, if so. */
    Optional<String> problem() {
        return problem;
    }

    private void run() {
        while (!closing || !queue.isEmpty()) {
            try {
                Order order = queue.poll(seen ? 10 * IDLE_MS : IDLE_MS, MILLISECONDS);
                if (order != null) {
                    work(order);
                }
                tend(System.nanoTime());
            } catch (InterruptedException e) {
                return;
            }
        }
        tend(Long.MAX_VALUE);
    }

    private void work(Order order) {
        if (problem.isPresent()) {
            order.done.completeExceptionally(new IllegalStateException(problem.get()));
            return;
        }
        try {
            order.work.on(index);
            seen = false;
            kept = false;
            order.done.complete(null);
        } catch (IOException | RuntimeException e) {
            fail(e);
            order.done.completeExceptionally(e);
        }
    }

    private void tend(long nowNs) {
        if (problem.isPresent() || heldBack) {
            return;
        }
        boolean last = nowNs == Long.MAX_VALUE;
        try {
            if (retention.isPresent() && !last && nowNs - forgotNs >= HOURS.toNanos(1)) {
                Instant now = retention.get().clock().instant();
                index.forgetBefore(now.minus(retention.get().keepFor()));
                forgotNs = nowNs;
                seen = false;
                kept = false;
            }
            if (!seen && (last || nowNs - refreshedNs >= restNs())) {
                long beginNs = System.nanoTime();
                index.refresh();
                refreshedNs = System.nanoTime();
                refreshTookNs = refreshedNs - beginNs;
                seen = true;
            }
            if (!kept
                    && (last || nowNs - committedNs >= SECONDS.toNanos(bulk ? BULK_S : COMMIT_S))) {
                index.commit();
                committedNs = System.nanoTime();
                kept = true;
            }
        } catch (IOException | RuntimeException e) {
            fail(e);
        }
    }

    private long restNs() {
        return bulk
                ? SECONDS.toNanos(BULK_S)
                : Math.max(MILLISECONDS.toNanos(REFRESH_MS), SHARE_OF_REFRESH * refreshTookNs);
    }

    private void fail(Exception e) {
        problem = Optional.of("the index is not written any more: " + e);
        LOG.atError().setCause(e).log("index is not written any more");
    }

    /** Does what was ordered, then commits. */
    @Override
    public void close() {
        closing = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
