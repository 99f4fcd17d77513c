package io.watchword.ingest.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.watchword.contract.Headers;
import io.watchword.contract.Segment;
import io.watchword.contract.SegmentCodec;
import io.watchword.contract.StreamStatus;
import io.watchword.contract.StreamStatusCodec;
import io.watchword.contract.Topics;
import io.watchword.ingest.decode.MediaInfo;
import io.watchword.ingest.decode.SegmentSink;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Puts the segments of one stream on their topic. Progress counts when Kafka has acknowledged it,
 * not before. At most {@link #MAX_IN_FLIGHT} segments are in the air; then the reader waits. Not
 * thread-safe: the reading thread owns it. The producer belongs to the caller.
 */
final class SegmentPublisher implements SegmentSink {
    static final int MAX_IN_FLIGHT = 16;

    private record Sent(Future<RecordMetadata> acknowledgement, long endUs, boolean media) {}

    private final Producer<byte[], byte[]> producer;
    private final String streamId;
    private final String source;
    private final IngestListener listener;
    private final Queue<Sent> inFlight = new ArrayDeque<>();
    private long durationUs = -1;
    private long reachedUs;
    private long acknowledged;

    SegmentPublisher(
            Producer<byte[], byte[]> producer,
            String streamId,
            String source,
            IngestListener listener) {
        this.producer = requireNonNull(producer, "producer is null");
        this.streamId = requireNonNull(streamId, "streamId is null");
        this.source = requireNonNull(source, "source is null");
        this.listener = requireNonNull(listener, "listener is null");
    }

    @Override
    public void opened(MediaInfo info) {
        durationUs = info.durationUs();
    }

    /**
     * @throws KafkaException if an earlier segment was not acknowledged
     */
    @Override
    public void accept(Segment segment) {
        byte[] value = SegmentCodec.encode(segment);
        Future<RecordMetadata> acknowledgement =
                send(Topics.SEGMENTS, segment.streamId(), segment.segmentId(), value);
        inFlight.add(new Sent(acknowledgement, segment.span().endUs(), !segment.last()));
        settle(MAX_IN_FLIGHT - 1);
    }

    /** Waits for what is in the air, then says that the stream is done. */
    void finish(Optional<StreamStatus.Failure> failure) {
        producer.flush();
        settle(0);
        status(true, failure);
        producer.flush();
    }

    /** Counts what is acknowledged, and waits while more than {@code most} are in the air. */
    private void settle(int most) {
        long before = acknowledged;
        while (!inFlight.isEmpty()
                && (inFlight.size() > most || inFlight.element().acknowledgement().isDone())) {
            Sent sent = inFlight.remove();
            await(sent.acknowledgement());
            acknowledged += sent.media() ? 1 : 0;
            reachedUs = Math.max(reachedUs, sent.endUs());
        }
        if (acknowledged > before) {
            status(false, Optional.empty());
            listener.progressed(streamId, reachedUs, durationUs);
        }
    }

    private static void await(Future<RecordMetadata> acknowledgement) {
        try {
            acknowledgement.get();
        } catch (InterruptedException e) {
            throw new InterruptException(e); // sets the interrupt flag again
        } catch (ExecutionException e) {
            throw new KafkaException("segment not acknowledged: " + e.getMessage(), e.getCause());
        }
    }

    private void status(boolean done, Optional<StreamStatus.Failure> failure) {
        StreamStatus status =
                new StreamStatus(
                        streamId,
                        StreamStatus.Stage.INGEST,
                        source,
                        done,
                        reachedUs,
                        durationUs,
                        acknowledged,
                        failure,
                        Optional.empty());
        Future<RecordMetadata> unused = // flushed by finish, and the next one supersedes it
                send(
                        Topics.STREAM_STATUS,
                        status.key(),
                        status.key(),
                        StreamStatusCodec.encode(status));
    }

    private Future<RecordMetadata> send(String topic, String key, String id, byte[] value) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(topic, key.getBytes(UTF_8), value);
        for (Map.Entry<String, byte[]> header : Headers.of(id, value).entrySet()) {
            record.headers().add(header.getKey(), header.getValue());
        }
        return producer.send(record);
    }
}
