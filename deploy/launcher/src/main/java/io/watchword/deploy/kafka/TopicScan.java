package io.watchword.deploy.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads what a topic holds now, up to its end. Leaves tombstones out. */
public final class TopicScan {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private TopicScan() {}

    /** Every record. */
    public static void all(
            String bootstrapServers,
            String topic,
            Consumer<ConsumerRecord<byte[], byte[]>> observer) {
        newest(bootstrapServers, topic, Long.MAX_VALUE, observer);
    }

    /**
     * The newest records of each partition.
     *
     * @param count of each partition
     * @throws TimeoutException if the broker does not give them in time
     */
    public static void newest(
            String bootstrapServers,
            String topic,
            long count,
            Consumer<ConsumerRecord<byte[], byte[]>> observer) {
        scan(
                bootstrapServers,
                topic,
                (partition, begin, end) -> Math.max(begin, count > end ? 0 : end - count),
                observer);
    }

    /**
     * What each partition holds from an offset on; all of one that is not named.
     *
     * @throws TimeoutException if the broker does not give them in time
     */
    public static void from(
            String bootstrapServers,
            String topic,
            Map<Integer, Long> nextOffsets,
            Consumer<ConsumerRecord<byte[], byte[]>> observer) {
        scan(
                bootstrapServers,
                topic,
                (partition, begin, end) ->
                        Math.min(end, Math.max(begin, nextOffsets.getOrDefault(partition, begin))),
                observer);
    }

    /** Where reading a partition begins. */
    @FunctionalInterface
    private interface Beginning {
        long offset(int partition, long begin, long end);
    }

    private static void scan(
            String bootstrapServers,
            String topic,
            Beginning beginning,
            Consumer<ConsumerRecord<byte[], byte[]>> observer) {
        KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(
                        Map.of(
                                "bootstrap.servers",
                                bootstrapServers,
                                "enable.auto.commit",
                                "false",
                                "auto.offset.reset",
                                "earliest",
                                "default.api.timeout.ms",
                                "10000"),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer());
        try {
            List<TopicPartition> partitions = new ArrayList<>();
            for (PartitionInfo info : consumer.partitionsFor(topic)) {
                partitions.add(new TopicPartition(topic, info.partition()));
            }
            consumer.assign(partitions);
            Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            ends.forEach(
                    (partition, end) ->
                            consumer.seek(
                                    partition,
                                    beginning.offset(
                                            partition.partition(),
                                            begins.getOrDefault(partition, 0L),
                                            end)));
            long deadlineNs = System.nanoTime() + TIMEOUT.toNanos();
            while (ends.entrySet().stream()
                    .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                if (System.nanoTime() - deadlineNs > 0) {
                    throw new TimeoutException("topic " + topic + " could not be read in time");
                }
                for (ConsumerRecord<byte[], byte[]> record :
                        consumer.poll(Duration.ofMillis(100))) {
                    if (record.key() != null && record.value() != null) {
                        observer.accept(record);
                    }
                    deadlineNs = System.nanoTime() + TIMEOUT.toNanos();
                }
            }
        } finally {
            consumer.close(CloseOptions.timeout(Duration.ofSeconds(2)));
        }
    }
}
