package io.watchword.view.subscribe.kafka;

import io.watchword.contract.Topics;
import io.watchword.view.feed.Cursor;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * How far events were compared with subscriptions, kept where Kafka keeps the offsets of consumer
 * groups. Not thread-safe.
 */
final class MatchedOffsets implements AutoCloseable {
    static final String GROUP = "watchword-subscriptions";

    private final KafkaConsumer<byte[], byte[]> consumer;
    private Cursor saved;

    private MatchedOffsets(KafkaConsumer<byte[], byte[]> consumer, Cursor saved) {
        this.consumer = consumer;
        this.saved = saved;
    }

    static MatchedOffsets open(String bootstrapServers) {
        KafkaConsumer<byte[], byte[]> consumer =
                KafkaClients.consumer(bootstrapServers, Optional.of(GROUP));
        TreeMap<Integer, Long> offsets = new TreeMap<>();
        consumer.committed(new HashSet<>(KafkaClients.partitions(consumer, Topics.EVENTS)))
                .forEach(
                        (partition, offset) -> {
                            if (offset != null) {
                                offsets.put(partition.partition(), offset.offset());
                            }
                        });
        return new MatchedOffsets(consumer, new Cursor(offsets));
    }

    /** Where to go on; a partition that is not named was never read. */
    Cursor saved() {
        return saved;
    }

    void save(Cursor done) {
        if (done.equals(saved)) {
            return;
        }
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        done.nextOffsets()
                .forEach(
                        (partition, next) ->
                                offsets.put(
                                        new TopicPartition(Topics.EVENTS, partition),
                                        new OffsetAndMetadata(next)));
        consumer.commitSync(offsets);
        saved = done;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
