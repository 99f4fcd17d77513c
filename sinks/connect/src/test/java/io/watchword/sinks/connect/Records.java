package io.watchword.sinks.connect;

import static java.util.Objects.requireNonNull;

import io.watchword.contract.Embedding;
import io.watchword.contract.EmbeddingCodec;
import io.watchword.contract.Event;
import io.watchword.contract.EventCodec;
import io.watchword.contract.Headers;
import io.watchword.contract.SegmentFacts;
import io.watchword.contract.TimeSpan;
import io.watchword.sinks.SampleEvents;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;

/** Records as a worker hands them to a task, for tests. */
final class Records {
    private static final int PARTITION = 3;

    /** Where all of them are. */
    static final Set<TopicPartition> PARTITIONS =
            Set.of(
                    new TopicPartition("events", PARTITION),
                    new TopicPartition("embeddings", PARTITION),
                    new TopicPartition("hits", PARTITION));

    private Records() {}

    /** What Connect offers to commit after these records. */
    static Map<TopicPartition, OffsetAndMetadata> after(List<SinkRecord> records) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (SinkRecord record : records) {
            offsets.put(
                    new TopicPartition(record.topic(), record.kafkaPartition()),
                    new OffsetAndMetadata(record.kafkaOffset() + 1));
        }
        return offsets;
    }

    /** Up to which offset the task lets Connect commit topic {@code events}. */
    static long committed(SinkTask task, List<SinkRecord> records) {
        TopicPartition events = new TopicPartition("events", PARTITION);
        return requireNonNull(task.preCommit(after(records)).get(events)).offset();
    }

    static SinkRecord of(long offset, Event event) {
        return of("events", offset, event.streamId(), event.eventId(), EventCodec.encode(event), 0);
    }

    static SinkRecord of(
            String topic, long offset, String key, String id, byte[] value, long recordedMs) {
        ConnectHeaders headers = new ConnectHeaders();
        Headers.of(id, value).forEach(headers::addBytes);
        return new SinkRecord(
                topic,
                PARTITION,
                Schema.STRING_SCHEMA,
                key,
                Schema.OPTIONAL_BYTES_SCHEMA,
                value,
                offset,
                recordedMs,
                TimestampType.CREATE_TIME,
                headers);
    }

    /** An embedding of a segment of {@link SampleEvents#STREAM}. */
    static SinkRecord embedding(long offset, String segmentId, String bundle, float... vector) {
        float[] none = new float[0];
        Embedding embedding =
                new Embedding(
                        SampleEvents.STREAM,
                        segmentId,
                        SampleEvents.SOURCE,
                        0,
                        offset,
                        new TimeSpan(offset, offset + 1),
                        "tiny",
                        bundle,
                        new int[0],
                        List.of(),
                        vector,
                        new SegmentFacts(
                                125_000, none, none, none, none, 0, false, true, false, 0, none),
                        List.of(),
                        0,
                        false,
                        false);
        byte[] bytes = EmbeddingCodec.encode(embedding);
        return of("embeddings", offset, SampleEvents.STREAM, segmentId, bytes, 0);
    }

    /** The same record, whose value its checksum does not fit. */
    static SinkRecord damaged(SinkRecord record) {
        byte[] value = ((byte[]) record.value()).clone();
        value[0] ^= 1;
        return new SinkRecord(
                record.topic(),
                record.kafkaPartition(),
                record.keySchema(),
                record.key(),
                record.valueSchema(),
                value,
                record.kafkaOffset(),
                record.timestamp(),
                record.timestampType(),
                record.headers());
    }
}
