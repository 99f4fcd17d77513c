package io.watchword.sinks.connect;

import io.watchword.contract.ErrorCode;
import io.watchword.sinks.delivery.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.jspecify.annotations.Nullable;

/**
 * Hands records to a target one after the other. When the target cannot take one now, Connect is
 * asked to bring the batch again after a wait; what was delivered of it is not delivered again. A
 * batch that takes long is brought again too, so that the worker's consumer stays in its group.
 */
final class OneByOne {
    /** Well below the consumer's {@code max.poll.interval.ms} of five minutes. */
    static final Duration LONGEST_PUT = Duration.ofSeconds(60);

    private final Function<SinkRecord, Outcome> target;
    private final SinkTaskContext context;
    private final Patience patience;
    private final Duration giveUpAfter;
    private final InstantSource clock;
    private final DeadLetters deadLetters;

    /** Offsets from which records of the batch that Connect brings again are still to be sent. */
    private final Map<TopicPartition, Long> nextOffsets = new HashMap<>();

    private @Nullable Instant failingSince;

    /**
     * @param giveUpAfter how long one record may fail at a target that answers
     */
    OneByOne(
            Function<SinkRecord, Outcome> target,
            SinkTaskContext context,
            Patience patience,
            Duration giveUpAfter,
            InstantSource clock) {
        this.target = target;
        this.context = context;
        this.patience = patience;
        this.giveUpAfter = giveUpAfter;
        this.clock = clock;
        this.deadLetters = new DeadLetters(context);
    }

    void put(Collection<SinkRecord> records) {
        if (!records.isEmpty()) {
            patience.check();
        }
        Instant begun = clock.instant();
        for (SinkRecord record : records) {
            TopicPartition partition = new TopicPartition(record.topic(), record.kafkaPartition());
            if (record.kafkaOffset() < nextOffsets.getOrDefault(partition, 0L)) {
                continue;
            }
            if (Duration.between(begun, clock.instant()).compareTo(LONGEST_PUT) > 0) {
                throw patience.again(
                        "the target is slow: the rest of the batch follows", Duration.ZERO);
            }
            send(record);
            nextOffsets.put(partition, record.kafkaOffset() + 1);
        }
        nextOffsets.clear(); // the batch is done; a rewind after it means to send again
        if (!records.isEmpty()) {
            context.requestCommit();
        }
    }

    private void send(SinkRecord record) {
        Outcome outcome = target.apply(record);
        if (outcome instanceof Outcome.Later later) {
            boolean gaveUp = later.ofThisRecord() && failsTooLong();
            if (!gaveUp) {
                throw patience.failed(later.detail(), later.after());
            }
            String detail = later.detail() + ", and so for " + giveUpAfter;
            deadLetters.reject(record, ErrorCode.UNAVAILABLE, detail);
        } else if (outcome instanceof Outcome.Refused refused) {
            deadLetters.reject(record, refused.code(), refused.detail());
        }
        failingSince = null;
        patience.worked();
    }

    private boolean failsTooLong() {
        Instant now = clock.instant();
        if (failingSince == null) {
            failingSince = now;
        }
        return Duration.between(failingSince, now).compareTo(giveUpAfter) >= 0;
    }

    /** Call before offsets are committed. */
    void flush() {
        deadLetters.await();
    }

    /** Partitions came or went: what Connect brings next is no batch that was begun. */
    void forget() {
        nextOffsets.clear();
    }
}
