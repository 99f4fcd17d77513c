package io.watchword.ingest.kafka;

import static java.util.Objects.requireNonNull;

import io.watchword.contract.ErrorCode;
import io.watchword.contract.Profile;
import io.watchword.contract.StreamProgress;
import io.watchword.ingest.IngestConfig;
import io.watchword.ingest.IngestMetrics;
import io.watchword.ingest.child.DecoderLauncher;
import io.watchword.ingest.decode.DecodeConfig;
import io.watchword.ingest.decode.ReadResult;
import io.watchword.ingest.segment.SegmentOrigin;
import io.watchword.ingest.source.FileIdentity;
import io.watchword.ingest.watch.Ledger;
import io.watchword.ingest.watch.StreamMeter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Reads files into segments on Kafka, each when it is asked to. Ids derive from the file's
 * contents, so a file read twice, or read again after a crash, has the effect of once.
 *
 * <p>Owns its producer. {@link #ingest} may be called from several threads, each with its own file.
 */
public final class IngestProcess implements AutoCloseable {
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration SESSION = Duration.ofDays(36_500); // shares its files with nobody

    private final Producer<byte[], byte[]> producer;
    private final IngestConfig config;
    private final DecoderLauncher decoders;
    private final StatusBoard board;

    private IngestProcess(
            Producer<byte[], byte[]> producer, IngestConfig config, DecoderLauncher decoders) {
        this.producer = producer;
        this.config = requireNonNull(config, "config is null");
        this.decoders = requireNonNull(decoders, "decoders is null");
        this.board = new StatusBoard(producer, IngestMetrics.NONE);
    }

    /** Connects to a broker; nothing is read yet. */
    public static IngestProcess open(
            String bootstrapServers, IngestConfig config, DecoderLauncher decoders) {
        return new IngestProcess(WorkerClients.archiveProducer(bootstrapServers), config, decoders);
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
        DecodeConfig decode = config.decode(Profile.ARCHIVE);
        SegmentOrigin origin = new SegmentOrigin(streamId, identity.sha256(), source);
        StreamProgress from = StreamProgress.none(streamId);
        Ledger ledger = new Ledger(0);
        StreamMeter meter = new StreamMeter(decoders.sandbox().text(), "describe");
        try (StatusReporter status = report(streamId, source, meter, ledger);
                FileStream stream =
                        new FileStream(
                                origin,
                                decode.segmentUs(),
                                from,
                                ledger,
                                ProgressLog.NONE,
                                IngestMetrics.NONE,
                                status::emitted,
                                told -> sender(streamId, told))) {
            FileReading.Job job =
                    new FileReading.Job(
                            file,
                            origin,
                            decode,
                            from,
                            config.decoder().maxFailures(),
                            config.live().stallTimeout());
            return new FileReading(
                            job,
                            decoders,
                            ProgressLog.NONE,
                            IngestMetrics.NONE,
                            meter,
                            stream,
                            status)
                    .run()
                    .orElseThrow(() -> new IllegalStateException("nobody stops this reading"));
        } catch (IOException e) {
            return new ReadResult.Failed(
                    ErrorCode.UNREADABLE, source + ": cannot be read: " + e.getMessage(), 0);
        } catch (InterruptedException e) {
            throw new InterruptException(e); // sets the interrupt flag again
        }
    }

    private SegmentSender sender(String streamId, SegmentSender.Acknowledgements told) {
        return new SegmentSender(
                streamId,
                producer,
                config.maxInFlightBytes(),
                new Fence(SESSION),
                told,
                IngestMetrics.NONE);
    }

    private StatusReporter report(
            String streamId, String source, StreamMeter meter, Ledger ledger) {
        StatusReporter reporter =
                new StatusReporter(streamId, source, meter, ledger, null, board::remove);
        board.add(reporter);
        return reporter;
    }

    @Override
    public void close() {
        board.close();
        producer.close(CLOSE_TIMEOUT);
    }
}
