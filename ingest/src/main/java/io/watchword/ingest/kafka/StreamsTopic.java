package io.watchword.ingest.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.watchword.contract.Decoded;
import io.watchword.contract.Headers;
import io.watchword.contract.StreamProgress;
import io.watchword.contract.StreamSpec;
import io.watchword.contract.StreamsCodec;
import io.watchword.contract.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Utils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The topic {@code streams} for those who add, list and remove streams. What is written is on Kafka
 * when a method returns. Owns its producer. Not thread-safe.
 */
public final class StreamsTopic implements AutoCloseable {
    private static final Logger logger = LoggerFactory.getLogger(StreamsTopic.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(20);
    private static final String TIMEOUT_MS = "10000";

    /**
     * What the topic holds.
     *
     * @param progress of streams that were read, also of those that are removed
     */
    public record Contents(Map<String, StreamSpec> specs, Map<String, StreamProgress> progress) {
        public Contents {
            specs = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(specs));
            progress = Map.copyOf(progress);
        }
    }

    private final String bootstrapServers;
    private final Producer<byte[], byte[]> producer;
    private final int partitions;

    private StreamsTopic(
            String bootstrapServers, Producer<byte[], byte[]> producer, int partitions) {
        this.bootstrapServers = bootstrapServers;
        this.producer = producer;
        this.partitions = partitions;
    }

    /**
     * Connects; the topic exists.
     *
     * @throws KafkaException if no broker answers
     */
    public static StreamsTopic open(String bootstrapServers) {
        Producer<byte[], byte[]> producer =
                new KafkaProducer<>(
                        Map.of(
                                "bootstrap.servers",
                                bootstrapServers,
                                "client.id",
                                "streams",
                                "acks",
                                "all",
                                "enable.idempotence",
                                "true",
                                "max.block.ms",
                                TIMEOUT_MS,
                                "delivery.timeout.ms",
                                "15000",
                                "request.timeout.ms",
                                TIMEOUT_MS),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
        try {
            int partitions = producer.partitionsFor(Topics.STREAMS).size();
            return new StreamsTopic(bootstrapServers, producer, partitions);
        } catch (KafkaException e) {
            producer.close(Duration.ZERO);
            throw e;
        }
    }

    /**
     * The partition of a stream's records, whatever their key: Kafka's own choice for its id, so
     * that a stream's worker reads all of them.
     */
    public static int partition(String streamId, int partitions) {
        return Utils.toPositive(Utils.murmur2(streamId.getBytes(UTF_8))) % partitions;
    }

    /** Adds a stream, or changes the one of that id. */
    public void add(StreamSpec spec) {
        byte[] value = StreamsCodec.encode(spec);
        ProducerRecord<byte[], byte[]> record = record(spec.streamId(), value);
        Headers.of(spec.streamId(), value)
                .forEach((name, header) -> record.headers().add(name, header));
        await(producer.send(record));
    }

    /** Removes a stream. How far it was read stays, for when it is added again. */
    public void remove(String streamId) {
        await(producer.send(record(streamId, null)));
    }

    private ProducerRecord<byte[], byte[]> record(
            String streamId, byte @org.jspecify.annotations.Nullable [] value) {
        return new ProducerRecord<>(
                Topics.STREAMS, partition(streamId, partitions), streamId.getBytes(UTF_8), value);
    }

    private static void await(Future<RecordMetadata> acknowledgement) {
        try {
            acknowledgement.get();
        } catch (InterruptedException e) {
            throw new InterruptException(e); // sets the interrupt flag again
        } catch (ExecutionException e) {
            throw new KafkaException("stream not taken: " + e.getMessage(), e.getCause());
        }
    }

    /**
     * All there is now.
     *
     * @throws KafkaException if it cannot be read in time
     */
    public Contents all() {
        Map<String, StreamSpec> specs = new TreeMap<>();
        Map<String, StreamProgress> progress = new TreeMap<>();
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
                                TIMEOUT_MS),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer());
        try {
            List<TopicPartition> all = new ArrayList<>();
            for (PartitionInfo info : consumer.partitionsFor(Topics.STREAMS)) {
                all.add(new TopicPartition(Topics.STREAMS, info.partition()));
            }
            consumer.assign(all);
            consumer.seekToBeginning(all);
            Map<TopicPartition, Long> ends = consumer.endOffsets(all);
            long deadlineNs = System.nanoTime() + READ_TIMEOUT.toNanos();
            while (ends.entrySet().stream()
                    .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                if (System.nanoTime() - deadlineNs > 0) {
                    throw new TimeoutException("the topic streams could not be read in time");
                }
                consumer.poll(Duration.ofMillis(100))
                        .forEach(record -> observe(record, specs, progress));
            }
        } finally {
            consumer.close(CloseOptions.timeout(CLOSE_TIMEOUT));
        }
        return new Contents(specs, progress);
    }

    private static void observe(
            ConsumerRecord<byte[], byte[]> record,
            Map<String, StreamSpec> specs,
            Map<String, StreamProgress> progress) {
        if (record.key() == null) {
            return;
        }
        String key = new String(record.key(), UTF_8);
        if (record.value() == null) {
            specs.remove(key);
            progress.values().removeIf(of -> StreamProgress.key(of.streamId()).equals(key));
        } else if (key.indexOf('/') >= 0) {
            if (StreamsCodec.decodeProgress(record.value())
                    instanceof Decoded.Valid<StreamProgress> valid) {
                progress.put(valid.value().streamId(), valid.value());
            }
        } else if (StreamsCodec.decodeSpec(record.value())
                instanceof Decoded.Valid<StreamSpec> valid) {
            specs.put(key, valid.value());
        } else {
            logger.atWarn()
                    .addKeyValue("topic", record.topic())
                    .addKeyValue("partition", record.partition())
                    .addKeyValue("offset", record.offset())
                    .log("record not understood");
        }
    }

    @Override
    public void close() {
        producer.close(CLOSE_TIMEOUT);
    }
}
