package io.watchword.sinks.connect;

import io.watchword.sinks.delivery.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkTaskContext;

/**
 * Keeps a sink from its target for as long as it is to wait. Connect takes the wait that a task
 * asks for as the longest only, and brings the batch again at each {@code
 * offset.flush.interval.ms}; each time it writes the exception to its log.
 */
final class Patience {
    /** Of one call: a worker that stops a task gives it five seconds. */
    static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final SinkTaskContext context;
    private final Backoff backoff;
    private final InstantSource clock;
    private final Consumer<Duration> pause;
    private Instant notBefore = Instant.MIN;
    private String reason = "";

    /**
     * @param pause lets so much time pass
     */
    Patience(
            SinkTaskContext context,
            Backoff backoff,
            InstantSource clock,
            Consumer<Duration> pause) {
        this.context = context;
        this.backoff = backoff;
        this.clock = clock;
        this.pause = pause;
    }

    /** Lets time pass on the thread that calls. */
    static void sleep(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectException("stopped while waiting for the target", e);
        }
    }

    /**
     * Returns when the target may be tried.
     *
     * @throws RetriableException if that is not so soon
     */
    void check() {
        Instant now = clock.instant();
        if (!now.isBefore(notBefore)) {
            return;
        }
        Duration left = Duration.between(now, notBefore);
        pause.accept(left.compareTo(LONGEST_PAUSE) < 0 ? left : LONGEST_PAUSE);
        if (clock.instant().isBefore(notBefore)) {
            throw again(reason, Duration.between(clock.instant(), notBefore));
        }
    }

    /** After one more failure. */
    RetriableException failed(String why, Optional<Duration> asked) {
        Duration wait = backoff.next(asked);
        notBefore = clock.instant().plus(wait);
        reason = why;
        return again(why, wait);
    }

    RetriableException again(String why, Duration wait) {
        context.timeout(wait.toMillis());
        return new RetriableException(why + "; again in " + wait.toMillis() + " ms");
    }

    /** The target took something. */
    void worked() {
        backoff.reset();
    }
}
