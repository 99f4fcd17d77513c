package io.watchword.view.kafka;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens when a thread that reads the topics breaks: another takes over, but not for ever.
 * Where they break one after the other the view stops and says why. Thread-safe.
 */
final class ThreadReplacements implements StreamsUncaughtExceptionHandler {
    private static final Logger logger = LoggerFactory.getLogger(ThreadReplacements.class);
    static final int ALLOWED = 5;
    static final Duration WITHIN = Duration.ofMinutes(10);

    private final LongSupplier clockNs;
    private final Deque<Long> brokenNs = new ArrayDeque<>();
    private Optional<String> failure = Optional.empty();

    ThreadReplacements(LongSupplier clockNs) {
        this.clockNs = clockNs;
    }

    @Override
    public synchronized StreamThreadExceptionResponse handle(Throwable problem) {
        long nowNs = clockNs.getAsLong();
        brokenNs.add(nowNs);
        brokenNs.removeIf(brokeNs -> nowNs - brokeNs > WITHIN.toNanos());
        boolean again = brokenNs.size() <= ALLOWED;
        logger.atError()
                .addKeyValue("count", brokenNs.size())
                .setCause(problem)
                .log(again ? "the view broke, it goes on" : "the view broke too often, it stops");
        if (again) {
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        }
        fail("it broke " + brokenNs.size() + " times in a row, last with " + root(problem));
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }

    private static String root(Throwable problem) {
        Throwable root = problem;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root.toString();
    }

    /** Remembers the first reason. */
    synchronized void fail(String reason) {
        if (failure.isEmpty()) {
            failure = Optional.of(reason);
        }
    }

    synchronized Optional<String> failure() {
        return failure;
    }
}
