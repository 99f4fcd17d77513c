package io.watchword.ingest.kafka;

import static io.watchword.ingest.kafka.ScriptedDecoders.run;
import static io.watchword.ingest.kafka.ScriptedDecoders.segment;
import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.contract.Decoded;
import io.watchword.contract.Gap;
import io.watchword.contract.Segment;
import io.watchword.contract.SegmentCodec;
import io.watchword.contract.StreamProgress;
import io.watchword.contract.StreamsCodec;
import io.watchword.contract.TimeSpan;
import io.watchword.contract.Topics;
import io.watchword.contract.WallClock;
import io.watchword.ingest.IngestMetrics;
import io.watchword.ingest.decode.DecoderReport;
import io.watchword.ingest.watch.StreamClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class LiveStreamTest {
    private static final String STREAM = "yard";
    private static final long NOON_US = 1_700_000_000_000_000L;

    private final MockProducer<byte[], byte[]> kafka =
            new MockProducer<>(
                    true,
                    new RoundRobinPartitioner(),
                    new ByteArraySerializer(),
                    new ByteArraySerializer());
    private final List<StreamProgress> progress = new ArrayList<>();
    private final List<StreamProgress> later = new CopyOnWriteArrayList<>();
    private final ProgressLog log =
            new ProgressLog() {
                @Override
                public void write(StreamProgress written) {
                    assertThat(segments())
                            .as("an epoch is written before its first segment")
                            .noneMatch(segment -> segment.epoch() == written.epoch());
                    progress.add(written);
                }

                @Override
                public void writeLater(StreamProgress written) {
                    later.add(written);
                }
            };

    @Test
    void eachConnectionIsAnEpochAndWhatLiesBetweenIsAGapWithItsReason() throws Exception {
        try (LiveStreams live =
                live(
                        new StreamProgress(
                                STREAM, 4, NOON_US - 9_000_000, 5_000_000, 9, 0, false, 0, false),
                        NOON_US)) {
            live.report(run(0, 0), segment(STREAM, 0), segment(STREAM, 1));
            live.stream.disconnected(Gap.Reason.DISCONNECTED, "the camera hung up");
            live.stream.connecting();
            live.report(run(0, 0), segment(STREAM, 0));
        }

        assertThat(segments()).extracting(Segment::epoch).containsExactly(5L, 5L, 6L);
        assertThat(segments().get(0).segmentId()).isEqualTo("yard/5/0");
        assertThat(segments().get(0).span().startUs()).isBetween(9_000_000L, 9_900_000L);
        assertThat(segments().get(0).wallClock().orElseThrow().origin())
                .isEqualTo(WallClock.Origin.ARRIVAL);
        assertThat(gaps().get(0).reason()).isEqualTo(Gap.Reason.NOT_WATCHED);
        assertThat(gaps().get(0).span().startUs()).isEqualTo(5_000_000);
        assertTiled(5_000_000);
        assertThat(progress).extracting(StreamProgress::epoch).containsExactly(5L, 6L);
    }

    @Test
    void aGapThatIsToldIsBehindWhoeverGoesOnWithTheStream() throws Exception {
        long reachedUs = 5_000_000;
        StreamProgress from =
                new StreamProgress(
                        STREAM, 4, NOON_US - 9_000_000, reachedUs, 9, 0, false, 0, false);
        try (LiveStreams live = live(from, NOON_US)) {
            live.report(run(0, 0));
        }

        assertThat(later).extracting(StreamProgress::epoch).containsExactly(5L);
        assertThat(later.get(0).reachedUs())
                .isGreaterThan(reachedUs)
                .isEqualTo(gaps().get(0).span().endUs());
    }

    @Test
    void aJumpWithinAConnectionIsANewEpochAndTheHoleBeforeItAGap() throws Exception {
        try (LiveStreams live = live(StreamProgress.none(STREAM), NOON_US)) {
            live.report(
                    run(0, 0),
                    segment(STREAM, 0, 1_500_000),
                    run(1, 700_000),
                    segment(STREAM, 0),
                    segment(STREAM, 1));
        }

        assertThat(segments())
                .extracting(Segment::segmentId)
                .containsExactly("yard/0/0", "yard/1/0", "yard/1/1");
        assertThat(gaps())
                .containsExactly(
                        new Gap(
                                STREAM,
                                1,
                                new TimeSpan(1_500_000, 2_200_000),
                                Gap.Reason.HOLE,
                                "pts jumped"));
        assertTiled(0);
    }

    @Test
    void whatIsLeftOutOnPurposeIsToldAsShed() throws Exception {
        try (LiveStreams live = live(StreamProgress.none(STREAM), NOON_US)) {
            live.report(run(0, 0), segment(STREAM, 0));
            live.stream.shedding(true);
            live.report(new DecoderReport.Hole(new TimeSpan(2_000_000, 6_000_000)));
            live.stream.shedding(false);
            live.report(segment(STREAM, 3));

            assertThat(live.stream.ledger().shedUs()).isEqualTo(4_000_000);
            assertThat(live.stream.ledger().gaps()).isZero();
        }

        assertThat(gaps()).extracting(Gap::reason).containsExactly(Gap.Reason.SHED);
        assertTiled(0);
    }

    @Test
    void segmentsThatFindNoRoomAreShedAndTold() throws Exception {
        try (LiveStreams live = live(StreamProgress.none(STREAM), NOON_US, 100)) {
            live.report(run(0, 0));
            for (int i = 0; i < 50; i++) {
                live.report(segment(STREAM, i));
            }
            assertThat(live.stream.ledger().residualUs()).isZero();
            assertThat(live.stream.ledger().reachedUs()).isEqualTo(100_000_000);
            assertThat(live.stream.ledger().shedUs()).isPositive();
        }

        assertTiled(0);
    }

    /** Segments and gaps together leave nothing out and tell nothing twice. */
    private void assertTiled(long fromUs) {
        List<TimeSpan> told = new ArrayList<>();
        segments().forEach(segment -> told.add(segment.span()));
        gaps().forEach(gap -> told.add(gap.span()));
        told.sort((a, b) -> Long.compare(a.startUs(), b.startUs()));
        long reachedUs = fromUs;
        for (TimeSpan span : told) {
            assertThat(span.startUs()).isEqualTo(reachedUs);
            reachedUs = span.endUs();
        }
    }

    private record LiveStreams(LiveStream stream) implements AutoCloseable {
        void report(DecoderReport... reports) throws InterruptedException {
            for (DecoderReport report : reports) {
                stream.report(report);
            }
        }

        @Override
        public void close() throws InterruptedException {
            assertThat(stream.sender().drain(Duration.ofSeconds(10))).isTrue();
            stream.sender().close();
        }
    }

    private LiveStreams live(StreamProgress from, long unixUs) {
        return live(from, unixUs, 1 << 20);
    }

    private LiveStreams live(StreamProgress from, long unixUs, long maxBytes) {
        return new LiveStreams(
                new LiveStream(
                        from,
                        "rtsp://camera",
                        new StreamClock(from.originUnixUs(), unixUs, System.nanoTime()),
                        log,
                        IngestMetrics.NONE,
                        told ->
                                new SegmentSender(
                                        STREAM,
                                        kafka,
                                        maxBytes,
                                        new Fence(Duration.ofMinutes(1)),
                                        told,
                                        IngestMetrics.NONE)));
    }

    private List<Segment> segments() {
        return kafka.history().stream()
                .filter(record -> record.topic().equals(Topics.SEGMENTS))
                .map(record -> value(SegmentCodec.decode(record.value())))
                .toList();
    }

    private List<Gap> gaps() {
        return kafka.history().stream()
                .filter(record -> record.topic().equals(Topics.GAPS))
                .map(record -> value(StreamsCodec.decodeGap(record.value())))
                .toList();
    }

    private static <T> T value(Decoded<T> decoded) {
        return ((Decoded.Valid<T>) decoded).value();
    }
}
