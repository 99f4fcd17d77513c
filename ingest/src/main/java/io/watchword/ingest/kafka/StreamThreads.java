package io.watchword.ingest.kafka;

import java.time.Duration;

/** Ends threads of streams. */
final class StreamThreads {
    private StreamThreads() {}

    /** Waits for a thread that was asked to end; interrupts it when the time is over. */
    static void join(Thread thread, Duration limit) {
        if (thread == Thread.currentThread()) {
            return;
        }
        boolean interrupted = Thread.interrupted();
        try {
            thread.join(limit.toMillis());
            if (thread.isAlive()) {
                thread.interrupt();
                thread.join(Duration.ofSeconds(5).toMillis());
            }
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
