package io.watchword.ingest.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.watchword.contract.ErrorCode;
import io.watchword.contract.Gap;
import io.watchword.contract.Headers;
import io.watchword.contract.Segment;
import io.watchword.contract.SegmentCodec;
import io.watchword.contract.StreamProgress;
import io.watchword.contract.StreamStatus;
import io.watchword.contract.StreamStatusCodec;
import io.watchword.contract.StreamsCodec;
import io.watchword.contract.Topics;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The records that ingest writes: keys, headers and partitions in one place. */
final class StreamRecords {
    private StreamRecords() {}

    static ProducerRecord<byte[], byte[]> segment(Segment segment, long captureUnixUs) {
        byte[] value = SegmentCodec.encode(segment);
        ProducerRecord<byte[], byte[]> record =
                record(Topics.SEGMENTS, segment.streamId(), segment.segmentId(), value);
        if (captureUnixUs > 0) {
            record.headers()
                    .add(Headers.TIME_CAPTURE, Long.toString(captureUnixUs).getBytes(UTF_8));
        }
        return record;
    }

    static ProducerRecord<byte[], byte[]> gap(Gap gap) {
        return record(Topics.GAPS, gap.streamId(), gap.gapId(), StreamsCodec.encode(gap));
    }

    static ProducerRecord<byte[], byte[]> status(StreamStatus status) {
        return record(
                Topics.STREAM_STATUS, status.key(), status.key(), StreamStatusCodec.encode(status));
    }

    /** Lies in the partition of the stream's specification. */
    static ProducerRecord<byte[], byte[]> progress(StreamProgress progress, int partitions) {
        byte[] value = StreamsCodec.encode(progress);
        String key = StreamProgress.key(progress.streamId());
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(
                        Topics.STREAMS,
                        StreamsTopic.partition(progress.streamId(), partitions),
                        key.getBytes(UTF_8),
                        value);
        addHeaders(record, key, value);
        return record;
    }

    /** A segment that could not be made: its span and its id, no media, and why. */
    static ProducerRecord<byte[], byte[]> deadSegment(
            Segment segment, ErrorCode reason, String detail) {
        byte[] value = SegmentCodec.encode(segment);
        ProducerRecord<byte[], byte[]> record =
                record(
                        Topics.deadLetter(Topics.SEGMENTS),
                        segment.streamId(),
                        segment.segmentId(),
                        value);
        Headers.deadLetter("ingest", reason, detail, Topics.SEGMENTS, -1, -1)
                .forEach((name, text) -> record.headers().add(name, text));
        return record;
    }

    private static ProducerRecord<byte[], byte[]> record(
            String topic, String key, String id, byte[] value) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(topic, key.getBytes(UTF_8), value);
        addHeaders(record, id, value);
        return record;
    }

    private static void addHeaders(ProducerRecord<byte[], byte[]> record, String id, byte[] value) {
        for (Map.Entry<String, byte[]> header : Headers.of(id, value).entrySet()) {
            record.headers().add(header.getKey(), header.getValue());
        }
    }
}
