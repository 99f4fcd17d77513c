package io.watchword.view.subscribe.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.watchword.contract.Decoded;
import io.watchword.contract.Hit;
import io.watchword.contract.HitCodec;
import io.watchword.contract.Topics;
import io.watchword.view.feed.Cursor;
import io.watchword.view.subscribe.HitPage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads hits of one subscription that are in the topic already, with a consumer for each reading.
 */
final class HitRange {
    private static final Duration POLL = Duration.ofMillis(200);

    private final String bootstrapServers;
    private final TopicPartition partition;
    private final byte[] key;
    private final Predicate<Hit> filter;

    HitRange(String bootstrapServers, int partition, String subscriptionId, Predicate<Hit> filter) {
        this.bootstrapServers = bootstrapServers;
        this.partition = new TopicPartition(Topics.HITS, partition);
        this.key = subscriptionId.getBytes(UTF_8);
        this.filter = filter;
    }

    /** Up to the end as it is when this is called. */
    HitPage read(Optional<Cursor> after, int limit) {
        try (KafkaConsumer<byte[], byte[]> consumer =
                KafkaClients.consumer(bootstrapServers, Optional.empty())) {
            consumer.assign(List.of(partition));
            long begin = consumer.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L);
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            long next =
                    after.map(Cursor::nextOffsets)
                            .map(offsets -> offsets.get(partition.partition()))
                            .map(offset -> Math.max(begin, Math.min(offset, end)))
                            .orElse(after.isPresent() ? end : begin);
            consumer.seek(partition, next);
            List<Hit> hits = new ArrayList<>();
            while (next < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    Optional<Hit> hit = own(record);
                    if (hit.isPresent() && hits.size() == limit) {
                        return new HitPage(hits, cursor(next), true);
                    }
                    hit.ifPresent(hits::add);
                    next = record.offset() + 1;
                }
                next = Math.max(next, consumer.position(partition));
            }
            return new HitPage(hits, cursor(Math.max(next, end)), false);
        }
    }

    private Optional<Hit> own(ConsumerRecord<byte[], byte[]> record) {
        return Arrays.equals(record.key(), key)
                        && record.value() != null
                        && HitCodec.decode(record.value()) instanceof Decoded.Valid<Hit> valid
                        && filter.test(valid.value())
                ? Optional.of(valid.value())
                : Optional.empty();
    }

    private Cursor cursor(long next) {
        return new Cursor(new TreeMap<>(Map.of(partition.partition(), next)));
    }
}
