package io.watchword.view.subscribe.kafka;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Clients with the settings that all of them here have. */
final class KafkaClients {
    private static final int REQUEST_TIMEOUT_MS = 30_000; // at most the delivery timeout

    private KafkaClients() {}

    /** Reads partitions that it is told, and commits only when it is told. */
    static KafkaConsumer<byte[], byte[]> consumer(
            String bootstrapServers, Optional<String> groupId) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", bootstrapServers);
        settings.put("enable.auto.commit", "false");
        settings.put("auto.offset.reset", "earliest");
        groupId.ifPresent(group -> settings.put("group.id", group));
        return new KafkaConsumer<>(
                settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** Goes on trying for a day: a broker that is away must not cost a record. */
    static KafkaProducer<byte[], byte[]> producer(String bootstrapServers, int deliveryTimeoutMs) {
        return new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "acks",
                        "all",
                        "linger.ms",
                        "0",
                        "request.timeout.ms",
                        Integer.toString(Math.min(REQUEST_TIMEOUT_MS, deliveryTimeoutMs)),
                        "delivery.timeout.ms",
                        Integer.toString(deliveryTimeoutMs)),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    static List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer, String topic) {
        return consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
    }
}
