package io.watchword.ingest.http;

import java.util.concurrent.Future;

/** One request under way, as far as other threads may end it: a deadline, or who closes. */
final class HttpExchange {
    private final Runnable cancel;
    private final Future<?> deadline;
    private volatile boolean late;

    HttpExchange(Runnable cancel, Deadlines deadlines, long withinNs) {
        this.cancel = cancel;
        this.deadline =
                deadlines.in(
                        withinNs,
                        () -> {
                            late = true;
                            cancel.run();
                        });
    }

    void cancel() {
        cancel.run();
    }

    /** Whether the deadline has ended it. */
    boolean isLate() {
        return late;
    }

    /** From now on it may take as long as it likes. */
    void done() {
        deadline.cancel(false);
    }
}
