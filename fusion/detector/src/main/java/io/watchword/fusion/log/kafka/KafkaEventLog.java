package io.watchword.fusion.log.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.watchword.contract.Decoded;
import io.watchword.contract.Event;
import io.watchword.contract.EventCodec;
import io.watchword.contract.TimeSpan;
import io.watchword.contract.Topics;
import io.watchword.fusion.log.EventLog;
import io.watchword.fusion.log.EventsThatHold;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Reads topic {@code events}. An event is told after its embeddings are stored, so reading begins
 * at the time when the first embedding of the span was. Owns one consumer. Not thread-safe.
 */
public final class KafkaEventLog implements EventLog {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(60);

    private final Consumer<byte[], byte[]> consumer;
    private final KafkaUnderstandingLog understanding;

    private KafkaEventLog(Consumer<byte[], byte[]> consumer, KafkaUnderstandingLog understanding) {
        this.consumer = consumer;
        this.understanding = understanding;
    }

    /**
     * Connects.
     *
     * @param understanding asked when embeddings were stored; not closed with this
     */
    public static KafkaEventLog open(String bootstrapServers, KafkaUnderstandingLog understanding) {
        return new KafkaEventLog(LogConsumers.open(bootstrapServers, Map.of()), understanding);
    }

    @Override
    public void read(String streamId, TimeSpan span, java.util.function.Consumer<Event> each) {
        byte[] key = streamId.getBytes(UTF_8);
        EventsThatHold events = new EventsThatHold();
        List<TopicPartition> partitions = LogConsumers.partitions(consumer, Topics.EVENTS);
        consumer.assign(partitions);
        begin(partitions, understanding.firstAppendedUnixMs(streamId, span));
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        long beginNs = System.nanoTime();
        while (ends.entrySet().stream()
                .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            if (System.nanoTime() - beginNs > PATIENCE_NS) {
                throw new TimeoutException(Topics.EVENTS + " could not be read in time");
            }
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                take(record, key, events);
            }
        }
        events.in(span).forEach(each);
    }

    private static void take(
            ConsumerRecord<byte[], byte[]> record, byte[] key, EventsThatHold events) {
        if (Arrays.equals(record.key(), key)
                && LogConsumers.sound(record)
                && EventCodec.decode(record.value()) instanceof Decoded.Valid<Event> valid) {
            events.take(valid.value());
        }
    }

    private void begin(List<TopicPartition> partitions, OptionalLong unixMs) {
        consumer.seekToBeginning(partitions);
        if (unixMs.isEmpty()) {
            return;
        }
        Map<TopicPartition, Long> times = new HashMap<>();
        partitions.forEach(partition -> times.put(partition, unixMs.getAsLong()));
        for (Map.Entry<TopicPartition, OffsetAndTimestamp> found :
                consumer.offsetsForTimes(times).entrySet()) {
            if (found.getValue() == null) { // nothing was told since
                consumer.seekToEnd(List.of(found.getKey()));
            } else {
                consumer.seek(found.getKey(), found.getValue().offset());
            }
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
