package io.watchword.fusion.log.kafka;

import io.watchword.contract.Topics;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Reads ranges of offsets of topic {@code embeddings}. What came beyond a range is kept for the
 * next one, so that ranges side by side are fetched once. Owns its consumer. Not thread-safe.
 */
final class RangeReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(20);

    private final Consumer<byte[], byte[]> consumer;
    private final Deque<ConsumerRecord<byte[], byte[]>> ahead = new ArrayDeque<>();
    private int partition = -1;
    private long next = -1; // offset of the first record that is ahead, or will come

    /**
     * @param consumer closed with this
     */
    RangeReader(Consumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }

    /**
     * Reads the records from one offset to another, both in. What retention deleted is left out.
     *
     * @throws TimeoutException if Kafka does not give them in time
     */
    void read(
            int of,
            long from,
            long to,
            java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> each) {
        TopicPartition topic = new TopicPartition(Topics.EMBEDDINGS, of);
        go(topic, from);
        long lastNs = System.nanoTime();
        while (next <= to) {
            if (ahead.isEmpty()) {
                List<ConsumerRecord<byte[], byte[]>> records = consumer.poll(POLL).records(topic);
                ahead.addAll(records);
                lastNs = records.isEmpty() ? lastNs : System.nanoTime();
                if (ahead.isEmpty()) {
                    next = consumer.position(topic); // over what is no record, or was deleted
                    if (System.nanoTime() - lastNs > PATIENCE_NS) {
                        throw new TimeoutException(
                                topic + " could not be read from offset " + next);
                    }
                    continue;
                }
            }
            ConsumerRecord<byte[], byte[]> record = ahead.element();
            if (record.offset() > to) {
                next = record.offset();
                return;
            }
            ahead.remove();
            next = record.offset() + 1;
            if (record.offset() >= from) {
                each.accept(record);
            }
        }
    }

    private void go(TopicPartition topic, long from) {
        boolean onTheWay = partition == topic.partition() && next <= from;
        boolean near =
                onTheWay
                        && (next == from || (!ahead.isEmpty() && ahead.getLast().offset() >= from));
        if (near) {
            return;
        }
        if (partition != topic.partition()) {
            consumer.assign(List.of(topic));
            partition = topic.partition();
        }
        ahead.clear();
        consumer.seek(topic, from);
        next = from;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
