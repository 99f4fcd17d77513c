package io.watchword.ingest.http;

import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request under way, as far as other threads may end it: a deadline, or who closes. */
final class HttpExchange {
    private static final Logger logger = LoggerFactory.getLogger(HttpExchange.class);

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
                            cancel();
                        });
    }

    /** Ends it, if it is not ending already: the client may be giving its connection back. */
    void cancel() {
        try {
            cancel.run();
        } catch (IllegalStateException e) {
            logger.atDebug().setCause(e).log("exchange was ending");
        }
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
