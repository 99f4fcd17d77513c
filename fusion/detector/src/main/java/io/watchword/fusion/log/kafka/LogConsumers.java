package io.watchword.fusion.log.kafka;

import io.watchword.contract.Decoded;
import io.watchword.contract.Embedding;
import io.watchword.contract.EmbeddingCodec;
import io.watchword.contract.Headers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** How the log is read from Kafka. */
final class LogConsumers {
    private LogConsumers() {}

    /** A consumer of raw records that commits nothing. */
    static KafkaConsumer<byte[], byte[]> open(String bootstrapServers, Map<String, String> more) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", bootstrapServers);
        settings.put("enable.auto.commit", "false");
        settings.put("auto.offset.reset", "earliest"); // where retention overtook us
        settings.put("fetch.max.wait.ms", "100");
        // Somebody waits for the answer: a broker that is gone is told soon.
        settings.put("request.timeout.ms", "10000");
        settings.put("default.api.timeout.ms", "15000");
        settings.putAll(more);
        return new KafkaConsumer<>(
                settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    static List<TopicPartition> partitions(Consumer<byte[], byte[]> consumer, String topic) {
        return consumer.partitionsFor(topic).stream()
                .map(found -> new TopicPartition(found.topic(), found.partition()))
                .toList();
    }

    /** The embedding of a record; empty for a damaged one, which the detector sets aside. */
    static Optional<Embedding> embedding(ConsumerRecord<byte[], byte[]> record) {
        return sound(record)
                        && EmbeddingCodec.decode(record.value())
                                instanceof Decoded.Valid<Embedding> valid
                ? Optional.of(valid.value())
                : Optional.empty();
    }

    /** Whether the value is what was written. */
    static boolean sound(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            return false;
        }
        Header sha256 = record.headers().lastHeader(Headers.SHA256);
        return Headers.checksumProblem(sha256 == null ? null : sha256.value(), record.value())
                .isEmpty();
    }
}
