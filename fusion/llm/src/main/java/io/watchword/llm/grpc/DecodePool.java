package io.watchword.llm.grpc;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that decode, and the requests that wait for one. Bounded: a request that finds the
 * queue full is refused at once, so a client learns it while it can still go elsewhere. Used by
 * gRPC's threads.
 */
final class DecodePool implements AutoCloseable {
    private static final long STOP_WITHIN_S = 10;

    private final ThreadPoolExecutor threads;

    DecodePool(int decodeThreads, int maxQueued) {
        AtomicInteger number = new AtomicInteger();
        threads =
                new ThreadPoolExecutor(
                        decodeThreads,
                        decodeThreads,
                        0,
                        MILLISECONDS,
                        new ArrayBlockingQueue<>(maxQueued),
                        task -> {
                            Thread thread =
                                    new Thread(task, "llm-decode-" + number.incrementAndGet());
                            thread.setDaemon(true);
                            return thread;
                        });
    }

    /** Returns false, keeping nothing, when the queue is full or the pool is closed. */
    boolean offer(Runnable task) {
        try {
            threads.execute(task);
            return true;
        } catch (RejectedExecutionException full) {
            return false;
        }
    }

    /** Takes a waiting task out, so that its place is free; one that runs is left alone. */
    void remove(Runnable task) {
        threads.remove(task);
    }

    boolean closed() {
        return threads.isShutdown();
    }

    /** Drops what waits; what runs must have been told to stop. */
    @Override
    public void close() {
        threads.shutdownNow();
    }

    /**
     * Whether all threads ended in time after {@link #close()}: only then may the model be closed.
     */
    boolean awaitEnd() {
        try {
            return threads.awaitTermination(STOP_WITHIN_S, SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
