package io.watchword.llm.grpc;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that wait for answers, one for each request, and the requests that wait for a thread.
 * Bounded: a request that finds no place is refused at once, so a client learns it while it can
 * still go elsewhere. A client that reads slowly holds up its own thread alone. Used by gRPC's
 * threads.
 */
final class AnswerPool implements AutoCloseable {
    private static final long STOP_WITHIN_S = 10;
    private static final long IDLE_S = 30;

    private final ThreadPoolExecutor threads;

    /**
     * @param maxQueued requests that may wait for a thread
     */
    AnswerPool(int maxThreads, int maxQueued) {
        AtomicInteger number = new AtomicInteger();
        threads =
                new ThreadPoolExecutor(
                        maxQueued == 0 ? 0 : maxThreads,
                        maxThreads,
                        IDLE_S,
                        SECONDS,
                        maxQueued == 0
                                ? new SynchronousQueue<>()
                                : new ArrayBlockingQueue<>(maxQueued),
                        task -> {
                            Thread thread =
                                    new Thread(task, "llm-answer-" + number.incrementAndGet());
                            thread.setDaemon(true);
                            return thread;
                        });
        threads.allowCoreThreadTimeOut(true);
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
