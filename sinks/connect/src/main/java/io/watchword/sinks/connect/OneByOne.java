package io.watchword.sinks.connect;

import io.watchword.contract.ErrorCode;
import io.watchword.sinks.delivery.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** A target that is handed one record after the other. */
final class OneByOne implements Target {
    /** How long a worker that stops a task waits for it. */
    static final Duration LONGEST_TURN = Duration.ofSeconds(5);

    private final Function<SinkRecord, Outcome> send;
    private final Runnable close;
    private final Duration giveUpAfter;
    private final InstantSource clock;
    private @Nullable Instant failingSince;

    /**
     * @param giveUpAfter how long one record may fail at a target that answers
     */
    OneByOne(
            Function<SinkRecord, Outcome> send,
            Runnable close,
            Duration giveUpAfter,
            InstantSource clock) {
        this.send = send;
        this.close = close;
        this.giveUpAfter = giveUpAfter;
        this.clock = clock;
    }

    @Override
    public Optional<Outcome.Later> deliver(Deque<SinkRecord> waiting, DeadLetters letters) {
        Instant end = clock.instant().plus(LONGEST_TURN);
        while (!waiting.isEmpty() && clock.instant().isBefore(end)) {
            SinkRecord record = waiting.element();
            Outcome outcome = send.apply(record);
            if (outcome instanceof Outcome.Later later) {
                if (!later.ofThisRecord() || !failsTooLong()) {
                    return Optional.of(later);
                }
                String detail = later.detail() + ", and so for " + giveUpAfter;
                letters.reject(record, ErrorCode.UNAVAILABLE, detail);
            } else if (outcome instanceof Outcome.Refused refused) {
                letters.reject(record, refused.code(), refused.detail());
            }
            waiting.remove();
            failingSince = null;
        }
        return Optional.empty();
    }

    private boolean failsTooLong() {
        Instant now = clock.instant();
        if (failingSince == null) {
            failingSince = now;
        }
        return Duration.between(failingSince, now).compareTo(giveUpAfter) >= 0;
    }

    @Override
    public void close() {
        close.run();
    }
}
