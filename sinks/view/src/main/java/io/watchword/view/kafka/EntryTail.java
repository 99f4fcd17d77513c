package io.watchword.view.kafka;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.watchword.contract.Event;
import io.watchword.contract.Topics;
import io.watchword.view.feed.Cursor;
import io.watchword.view.timeline.EntryListener;
import io.watchword.view.timeline.EvidenceVectors;
import io.watchword.view.timeline.InstanceTimelines;
import io.watchword.view.timeline.Position;
import io.watchword.view.timeline.TimelineEntry;
import io.watchword.view.timeline.TimelinesUnavailable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows topic {@code events} on an instance that holds some of the streams only, and asks whoever
 * holds an event's stream what it was joined with. Owns its thread and its consumer.
 */
final class EntryTail implements AutoCloseable {
    private static final Logger logger = LoggerFactory.getLogger(EntryTail.class);
    private static final Duration POLL = Duration.ofSeconds(1);

    /** The holder reads the same record at the same time; it takes longer only where it moves. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final long ASK_AGAIN_MS = 5;
    private static final long AFTER_FAILURE_MS = 500;
    private static final long STOP_WITHIN_MS = 1000;

    private final Consumer<byte[], byte[]> consumer;
    private final InstanceTimelines timelines;
    private final EntryListener listener;
    private final Cursor from;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    private EntryTail(
            Consumer<byte[], byte[]> consumer,
            Cursor from,
            InstanceTimelines timelines,
            EntryListener listener) {
        this.consumer = consumer;
        this.from = from;
        this.timelines = timelines;
        this.listener = listener;
        this.thread = new Thread(this::run, "view-tail");
        this.thread.setDaemon(true);
    }

    /** Follows from a cursor on. Owns the consumer from now on. */
    static EntryTail start(
            Consumer<byte[], byte[]> consumer,
            Cursor from,
            InstanceTimelines timelines,
            EntryListener listener) {
        List<TopicPartition> partitions = new ArrayList<>();
        from.nextOffsets()
                .keySet()
                .forEach(one -> partitions.add(new TopicPartition(Topics.EVENTS, one)));
        consumer.assign(partitions);
        from.nextOffsets()
                .forEach(
                        (one, offset) ->
                                consumer.seek(new TopicPartition(Topics.EVENTS, one), offset));
        EntryTail tail = new EntryTail(consumer, from, timelines, listener);
        tail.thread.start();
        return tail;
    }

    /** Where it began. */
    Cursor from() {
        return from;
    }

    private void run() {
        while (closing.getCount() > 0) {
            try {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    follow(record);
                }
            } catch (WakeupException e) {
                // closing
            } catch (KafkaException e) {
                logger.atWarn().setCause(e).log("topic events cannot be followed now");
                await(AFTER_FAILURE_MS);
            }
        }
        consumer.close(CloseOptions.timeout(Duration.ofMillis(STOP_WITHIN_MS)));
    }

    private void follow(ConsumerRecord<byte[], byte[]> record) {
        long untilNs = System.nanoTime() + PATIENCE.toNanos();
        Optional<Event> pending = Optional.empty();
        while (closing.getCount() > 0) {
            try {
                KafkaEntryLog.Found found = KafkaEntryLog.find(record, timelines);
                if (found instanceof KafkaEntryLog.Found.Newest newest) {
                    listener.entry(newest.entry());
                    return;
                }
                if (found instanceof KafkaEntryLog.Found.Nothing) {
                    return;
                }
                pending = Optional.of(((KafkaEntryLog.Found.NotYet) found).event());
            } catch (TimelinesUnavailable e) {
                logger.atDebug().setCause(e).log("whoever holds the event cannot be asked now");
                pending = KafkaEntryLog.event(record);
            }
            if (System.nanoTime() - untilNs > 0) {
                pending.ifPresent(event -> listener.entry(alone(event, record)));
                return;
            }
            await(ASK_AGAIN_MS);
        }
    }

    /** Better late and bare than never: nobody else tells the followers of this instance. */
    private static TimelineEntry alone(Event event, ConsumerRecord<byte[], byte[]> record) {
        return new TimelineEntry(
                event,
                Optional.empty(),
                Instant.ofEpochMilli(record.timestamp()),
                EvidenceVectors.NONE,
                new Position(record.partition(), record.offset()));
    }

    private void await(long waitMs) {
        try {
            if (closing.await(waitMs, MILLISECONDS)) {
                logger.atDebug().log("closing");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closing.countDown();
        }
    }

    @Override
    public void close() {
        closing.countDown();
        consumer.wakeup();
        try {
            thread.join(STOP_WITHIN_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
