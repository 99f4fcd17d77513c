package io.watchword.deploy.describe;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.watchword.contract.Decoded;
import io.watchword.contract.Embedding;
import io.watchword.contract.EmbeddingCodec;
import io.watchword.contract.Event;
import io.watchword.contract.EventCodec;
import io.watchword.contract.Headers;
import io.watchword.contract.StreamStatus;
import io.watchword.contract.StreamStatusCodec;
import io.watchword.contract.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what the stages say of their streams, from the beginning of the topics, into a {@link
 * CompletionTracker}. Commits nothing. Not thread-safe.
 */
final class TopicReader implements AutoCloseable {
    private static final Logger logger = LoggerFactory.getLogger(TopicReader.class);
    private static final String CONNECT_REASON = "__connect.errors.exception.message";
    private static final List<String> DEAD_LETTERS =
            List.of(
                    Topics.deadLetter(Topics.SEGMENTS),
                    Topics.deadLetter(Topics.EMBEDDINGS),
                    Topics.deadLetter(Topics.EVENTS));

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final CompletionTracker tracker;
    private final RecordKeeper keeper;

    private TopicReader(
            KafkaConsumer<byte[], byte[]> consumer,
            CompletionTracker tracker,
            RecordKeeper keeper) {
        this.consumer = consumer;
        this.tracker = tracker;
        this.keeper = keeper;
    }

    static TopicReader open(
            String bootstrapServers, CompletionTracker tracker, RecordKeeper keeper) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", bootstrapServers);
        settings.put("auto.offset.reset", "earliest");
        settings.put("enable.auto.commit", "false");
        settings.put("fetch.max.wait.ms", "100");
        KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(
                        settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        List<String> topics = new ArrayList<>(DEAD_LETTERS);
        topics.addAll(List.of(Topics.STREAM_STATUS, Topics.EMBEDDINGS, Topics.EVENTS));
        if (keeper.wanted()) {
            topics.add(Topics.SEGMENTS);
        }
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic : topics) {
            for (PartitionInfo partition : consumer.partitionsFor(topic)) {
                partitions.add(new TopicPartition(topic, partition.partition()));
            }
        }
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return new TopicReader(consumer, tracker, keeper);
    }

    /** Reads what is there now. */
    void catchUp() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
        while (ends.entrySet().stream()
                .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            poll(Duration.ofMillis(100));
        }
    }

    /** Reads what comes within {@code wait}; returns how many records came. */
    int poll(Duration wait) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(wait);
        records.forEach(this::observe);
        return records.count();
    }

    private void observe(ConsumerRecord<byte[], byte[]> record) {
        if (record.key() == null || record.value() == null) {
            return;
        }
        if (DEAD_LETTERS.contains(record.topic())) {
            observeDeadLetter(record);
            return;
        }
        Optional<String> problem =
                Headers.checksumProblem(header(record, Headers.SHA256), record.value());
        if (problem
                .isPresent()) { // the stage that works on the record sends it to the dead letters
            logSkipped(record, problem.get());
            return;
        }
        switch (record.topic()) {
            case Topics.STREAM_STATUS ->
                    observe(
                            record,
                            StreamStatusCodec.decode(record.value()),
                            StreamStatus.class,
                            tracker::observe);
            case Topics.EVENTS ->
                    observe(
                            record,
                            EventCodec.decode(record.value()),
                            Event.class,
                            tracker::observe);
            case Topics.SEGMENTS -> keeper.segment(new String(record.key(), UTF_8), record.value());
            default ->
                    observe(
                            record,
                            EmbeddingCodec.decode(record.value()),
                            Embedding.class,
                            embedding -> {
                                tracker.observeEncoded(
                                        embedding.streamId(), embedding.span().endUs());
                                keeper.embedding(embedding.streamId(), record.value());
                            });
        }
    }

    private static <T> void observe(
            ConsumerRecord<byte[], byte[]> record,
            Decoded<T> decoded,
            Class<T> type,
            java.util.function.Consumer<T> observer) {
        if (decoded instanceof Decoded.Valid<T> valid) {
            observer.accept(type.cast(valid.value()));
        } else if (decoded instanceof Decoded.Invalid<T> invalid) {
            logSkipped(record, invalid.detail());
        }
    }

    private void observeDeadLetter(ConsumerRecord<byte[], byte[]> record) {
        String streamId = new String(record.key(), UTF_8);
        String id = text(record, Headers.ID);
        // Kafka Connect has headers of its own for what went wrong.
        String reason = text(record, Headers.DLQ_REASON) + text(record, CONNECT_REASON);
        tracker.observeDeadLetter(streamId, id, reason + " " + text(record, Headers.DLQ_DETAIL));
        if (record.topic().equals(Topics.deadLetter(Topics.EVENTS))) {
            tracker.observeLostEvent(streamId, id);
        }
    }

    private static String text(ConsumerRecord<byte[], byte[]> record, String header) {
        byte[] value = header(record, header);
        return value == null ? "" : new String(value, UTF_8);
    }

    private static byte @org.jspecify.annotations.Nullable [] header(
            ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? null : header.value();
    }

    private static void logSkipped(ConsumerRecord<byte[], byte[]> record, String detail) {
        logger.atWarn()
                .addKeyValue("topic", record.topic())
                .addKeyValue("partition", record.partition())
                .addKeyValue("offset", record.offset())
                .addKeyValue("detail", detail)
                .log("record not understood");
    }

    @Override
    public void close() {
        consumer.close(
                org.apache.kafka.clients.consumer.CloseOptions.timeout(Duration.ofSeconds(1)));
    }
}
