package io.watchword.view.subscribe.kafka;

import io.watchword.contract.Topics;
import io.watchword.view.feed.Cursor;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
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
    private Cursor saved = Cursor.none();

    private MatchedOffsets(KafkaConsumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }

    /** Where nothing was ever compared, what comes from now on will be. */
    static MatchedOffsets open(String bootstrapServers) {
        MatchedOffsets offsets =
                new MatchedOffsets(KafkaClients.consumer(bootstrapServers, Optional.of(GROUP)));
        offsets.beginAtEnds();
        return offsets;
    }

    private void beginAtEnds() {
        List<TopicPartition> all = KafkaClients.partitions(consumer, Topics.EVENTS);
        Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(all));
        ends.keySet().removeAll(committed(all).keySet());
        TreeMap<Integer, Long> begin = new TreeMap<>();
        ends.forEach((partition, end) -> begin.put(partition.partition(), end));
        save(new Cursor(begin));
    }

    private Map<TopicPartition, OffsetAndMetadata> committed(List<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> found =
                new HashMap<>(consumer.committed(new HashSet<>(partitions)));
        found.values().removeIf(Objects::isNull);
        return found;
    }

    /** Where to go on with partitions, as whoever compared them last has saved it. */
    Cursor saved(Set<Integer> partitions) {
        TreeMap<Integer, Long> offsets = new TreeMap<>();
        committed(KafkaClients.partitions(consumer, Topics.EVENTS))
                .forEach((partition, at) -> offsets.put(partition.partition(), at.offset()));
        offsets.keySet().retainAll(partitions);
        return new Cursor(offsets);
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
