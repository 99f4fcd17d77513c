package io.watchword.ingest.kafka;

import static io.watchword.ingest.child.ChildExit.Kind.CRASHED;
import static io.watchword.ingest.child.ChildExit.Kind.FINISHED;
import static io.watchword.ingest.kafka.ScriptedDecoders.closing;
import static io.watchword.ingest.kafka.ScriptedDecoders.done;
import static io.watchword.ingest.kafka.ScriptedDecoders.opened;
import static io.watchword.ingest.kafka.ScriptedDecoders.run;
import static io.watchword.ingest.kafka.ScriptedDecoders.segment;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.contract.Decoded;
import io.watchword.contract.ErrorCode;
import io.watchword.contract.Gap;
import io.watchword.contract.Headers;
import io.watchword.contract.Profile;
import io.watchword.contract.Segment;
import io.watchword.contract.SegmentCodec;
import io.watchword.contract.StreamProgress;
import io.watchword.contract.StreamsCodec;
import io.watchword.contract.TimeSpan;
import io.watchword.contract.Topics;
import io.watchword.ingest.IngestConfig;
import io.watchword.ingest.IngestMetrics;
import io.watchword.ingest.decode.DecodeOrder;
import io.watchword.ingest.decode.ReadResult;
import io.watchword.ingest.kafka.ScriptedDecoders.Script;
import io.watchword.ingest.segment.SegmentOrigin;
import io.watchword.ingest.watch.Ledger;
import io.watchword.ingest.watch.StreamMeter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class FileReadingTest {
    private static final String STREAM = "clip-ffffffff";

    private final MockProducer<byte[], byte[]> kafka =
            new MockProducer<>(
                    true,
                    new RoundRobinPartitioner(),
                    new ByteArraySerializer(),
                    new ByteArraySerializer());
    private final Kept kept = new Kept();
    private final Ledger ledger = new Ledger(0);

    /** Progress as it was written. */
    private static final class Kept implements ProgressLog {
        private final List<StreamProgress> written = new ArrayList<>();

        @Override
        public synchronized void write(StreamProgress progress) {
            written.add(progress);
        }

        @Override
        public synchronized void writeLater(StreamProgress progress) {
            written.add(progress);
        }

        synchronized StreamProgress last() {
            return written.get(written.size() - 1);
        }
    }

    @Test
    void aFileThatIsReadWholeIsDone() throws Exception {
        ScriptedDecoders decoders =
                new ScriptedDecoders(
                        new Script(
                                List.of(
                                        opened(),
                                        run(0, 0),
                                        segment(STREAM, 0),
                                        segment(STREAM, 1),
                                        closing(STREAM, 2),
                                        done(2)),
                                FINISHED));

        assertThat(read(decoders, StreamProgress.none(STREAM)))
                .contains(new ReadResult.Done(2, 4_000_000));

        assertThat(segments()).extracting(Segment::sequence).containsExactly(0L, 1L, 2L);
        assertThat(segments().get(2).last()).isTrue();
        assertThat(kept.written.get(0).attempts()).as("counted before the try").isEqualTo(1);
        assertThat(kept.last().done()).isTrue();
        assertThat(kept.last().originPtsUs()).isEqualTo(700);
        assertThat(ledger.processedUs()).isEqualTo(4_000_000);
    }

    @Test
    void aSegmentThatEndsTheDecoderTwiceIsLeftOutAndTold() throws Exception {
        ScriptedDecoders decoders =
                new ScriptedDecoders(
                        new Script(List.of(opened(), run(0, 0), segment(STREAM, 0)), CRASHED),
                        new Script(List.of(opened(), run(0, 0)), CRASHED),
                        new Script(List.of(opened(), run(0, 0)), CRASHED),
                        new Script(
                                List.of(
                                        opened(),
                                        run(0, 0),
                                        segment(STREAM, 2),
                                        closing(STREAM, 3),
                                        done(3)),
                                FINISHED));

        assertThat(read(decoders, StreamProgress.none(STREAM))).isPresent();

        assertThat(segments()).extracting(Segment::sequence).containsExactly(0L, 2L, 3L);
        assertThat(gaps())
                .containsExactly(
                        new Gap(
                                STREAM,
                                0,
                                new TimeSpan(2_000_000, 4_000_000),
                                Gap.Reason.POISON,
                                "signal 11"));
        ProducerRecord<byte[], byte[]> dead = records(Topics.deadLetter(Topics.SEGMENTS)).get(0);
        assertThat(header(dead, Headers.DLQ_REASON)).isEqualTo(ErrorCode.POISON.name());
        assertThat(header(dead, Headers.ID)).endsWith("/1/1");
        assertThat(decoders.orders)
                .extracting(order -> order.resume().map(DecodeOrder.Resume::sequence).orElse(0L))
                .containsExactly(0L, 1L, 1L, 2L);
        assertThat(ledger.residualUs()).isZero();
        assertThat(ledger.reachedUs()).isEqualTo(6_000_000);
    }

    @Test
    void aFileThatEndsEveryDecoderBeforeItsFirstSegmentFails() throws Exception {
        Script crash = new Script(List.of(), CRASHED);

        Optional<ReadResult> result =
                read(new ScriptedDecoders(crash, crash), StreamProgress.none(STREAM));

        assertThat(result.orElseThrow()).isInstanceOf(ReadResult.Failed.class);
        assertThat(((ReadResult.Failed) result.orElseThrow()).code()).isEqualTo(ErrorCode.POISON);
        assertThat(segments()).isEmpty();
    }

    @Test
    void readingGoesOnBehindTheLastAcknowledgedSegment() throws Exception {
        ScriptedDecoders decoders =
                new ScriptedDecoders(
                        new Script(
                                List.of(
                                        opened(),
                                        run(0, 0),
                                        segment(STREAM, 5),
                                        closing(STREAM, 6),
                                        done(6)),
                                FINISHED));

        read(decoders, new StreamProgress(STREAM, -1, 0, 10_000_000, 5, 700, true, 1, false));

        assertThat(decoders.orders.get(0).resume()).contains(new DecodeOrder.Resume(5, 700, true));
        assertThat(segments()).extracting(Segment::sequence).containsExactly(5L, 6L);
        assertThat(gaps()).isEmpty();
    }

    private Optional<ReadResult> read(ScriptedDecoders decoders, StreamProgress from)
            throws Exception {
        if (from.reachedUs() > 0) {
            ledger.processed(new TimeSpan(0, from.reachedUs()));
        }
        SegmentOrigin origin = new SegmentOrigin(STREAM, "f".repeat(64), "clip.mp4");
        StreamMeter meter = new StreamMeter("none", "test");
        StatusReporter status =
                new StatusReporter(STREAM, "clip.mp4", meter, ledger, null, closed -> {});
        try (FileStream stream =
                new FileStream(
                        origin,
                        ScriptedDecoders.SEGMENT_US,
                        from,
                        ledger,
                        kept,
                        IngestMetrics.NONE,
                        status::emitted,
                        told ->
                                new SegmentSender(
                                        STREAM,
                                        kafka,
                                        1 << 20,
                                        new Fence(Duration.ofMinutes(1)),
                                        told,
                                        IngestMetrics.NONE))) {
            FileReading.Job job =
                    new FileReading.Job(
                            Path.of("clip.mp4"),
                            origin,
                            IngestConfig.DEFAULT.decode(Profile.ARCHIVE),
                            from,
                            2,
                            Duration.ofSeconds(20));
            return new FileReading(job, decoders, kept, IngestMetrics.NONE, meter, stream, status)
                    .run();
        }
    }

    private List<ProducerRecord<byte[], byte[]>> records(String topic) {
        return kafka.history().stream().filter(record -> record.topic().equals(topic)).toList();
    }

    private List<Segment> segments() {
        return records(Topics.SEGMENTS).stream()
                .map(record -> value(SegmentCodec.decode(record.value())))
                .toList();
    }

    private List<Gap> gaps() {
        return records(Topics.GAPS).stream()
                .map(record -> value(StreamsCodec.decodeGap(record.value())))
                .toList();
    }

    private static <T> T value(Decoded<T> decoded) {
        return ((Decoded.Valid<T>) decoded).value();
    }

    private static String header(ProducerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }
}
