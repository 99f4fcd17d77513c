package io.watchword.fusion.log.kafka;

import io.watchword.contract.Decoded;
import io.watchword.contract.EmbeddingRun;
import io.watchword.contract.EmbeddingRunCodec;
import io.watchword.contract.Headers;
import io.watchword.contract.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/** The entries of topic {@code embedding-index}. */
final class IndexTopic {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(30);

    private IndexTopic() {}

    /**
     * All that is written now, by key.
     *
     * @throws TimeoutException if Kafka does not give it in time
     */
    static Map<String, EmbeddingRun> read(Consumer<byte[], byte[]> consumer) {
        Map<String, EmbeddingRun> runs = new HashMap<>();
        List<TopicPartition> partitions = LogConsumers.partitions(consumer, Topics.EMBEDDING_INDEX);
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        long beginNs = System.nanoTime();
        while (ends.entrySet().stream()
                .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            if (System.nanoTime() - beginNs > PATIENCE_NS) {
                throw new TimeoutException(Topics.EMBEDDING_INDEX + " could not be read in time");
            }
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                if (LogConsumers.sound(record)
                        && EmbeddingRunCodec.decode(record.value())
                                instanceof Decoded.Valid<EmbeddingRun> valid) {
                    runs.put(valid.value().key(), valid.value());
                }
            }
        }
        return runs;
    }

    static ProducerRecord<byte[], byte[]> record(EmbeddingRun run) {
        byte[] value = EmbeddingRunCodec.encode(run);
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(
                        Topics.EMBEDDING_INDEX, run.key().getBytes(StandardCharsets.UTF_8), value);
        Headers.of(run.key(), value).forEach(record.headers()::add);
        return record;
    }
}
