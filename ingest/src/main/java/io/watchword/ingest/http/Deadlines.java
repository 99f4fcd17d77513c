package io.watchword.ingest.http;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Ends what takes too long as a whole; a socket's own timeout only sees silence, not one byte a
 * second. Thread-safe; owns one thread. Its queue holds one entry for each request under way.
 */
final class Deadlines implements AutoCloseable {
    private final ScheduledThreadPoolExecutor executor;

    Deadlines() {
        executor =
                new ScheduledThreadPoolExecutor(
                        1,
                        task -> {
                            Thread thread = new Thread(task, "http-deadlines");
                            thread.setDaemon(true);
                            return thread;
                        });
        executor.setRemoveOnCancelPolicy(true);
    }

    /** Once this is closed, everything ends at once. */
    Future<?> in(long delayNs, Runnable end) {
        try {
            return executor.schedule(end, delayNs, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            end.run();
            return CompletableFuture.completedFuture(null);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
