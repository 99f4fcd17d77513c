package io.watchword.ingest.kafka;

import static java.util.Objects.requireNonNull;

import io.watchword.contract.Ids;
import io.watchword.contract.Segment;
import io.watchword.contract.StreamStatus;
import io.watchword.ingest.decode.DecodeConfig;
import io.watchword.ingest.decode.ReadResult;
import io.watchword.ingest.ffmpeg.FileSegmentReader;
import io.watchword.ingest.segment.SegmentOrigin;
import io.watchword.ingest.source.FileIdentity;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Reads files into segments on Kafka. Ids derive from the file's contents, so a file read twice, or
 * read again after a crash, has the effect of once.
 *
 * <p>Owns its producer. {@link #ingest} may be called from several threads, each with its own file.
 */
public final class IngestProcess implements AutoCloseable {
    private static final int MAX_REQUEST_BYTES = 8 << 20;
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final Producer<byte[], byte[]> producer;
    private final DecodeConfig config;
    private final IngestListener listener;

    private IngestProcess(
            Producer<byte[], byte[]> producer, DecodeConfig config, IngestListener listener) {
        this.producer = producer;
        this.config = requireNonNull(config, "config is null");
        this.listener = requireNonNull(listener, "listener is null");
    }

    /** Connects to a broker; nothing is read yet. */
    public static IngestProcess open(
            String bootstrapServers, DecodeConfig config, IngestListener listener) {
        return new IngestProcess(
                new KafkaProducer<>(
                        Map.of(
                                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                                bootstrapServers,
                                ProducerConfig.CLIENT_ID_CONFIG,
                                "ingest",
                                ProducerConfig.ACKS_CONFIG,
                                "all",
                                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                                true,
                                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                                MAX_REQUEST_BYTES),
                        new ByteArraySerializer(),
                        new ByteArraySerializer()),
                config,
                listener);
    }

    /**
     * Reads one file and returns when Kafka has acknowledged all of it. The stream's status says
     * the same as the result.
     *
     * @param source as shown to people
     * @throws KafkaException if the broker did not take a segment
     */
    public ReadResult ingest(Path file, FileIdentity identity, String source) {
        String streamId = identity.streamId();
        SegmentPublisher publisher = new SegmentPublisher(producer, streamId, source, listener);
        ReadResult result =
                FileSegmentReader.read(
                        file,
                        new SegmentOrigin(streamId, identity.sha256(), source),
                        config,
                        publisher);
        if (result instanceof ReadResult.Failed failed) {
            if (failed.segments() > 0) {
                publisher.accept(closing(identity, source, failed.segments()));
            }
            publisher.finish(Optional.of(new StreamStatus.Failure(failed.code(), failed.detail())));
        } else {
            publisher.finish(Optional.empty());
        }
        return result;
    }

    /** Closes a stream that broke off, so that the stages after this one do not wait for more. */
    private Segment closing(FileIdentity identity, String source, long sequence) {
        return Segment.end(
                identity.streamId(),
                Ids.fileSegmentId(identity.sha256(), sequence),
                source,
                0,
                sequence,
                sequence * config.segmentUs());
    }

    @Override
    public void close() {
        producer.close(CLOSE_TIMEOUT);
    }
}
