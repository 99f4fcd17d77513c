package io.watchword.ingest.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.contract.Gap;
import io.watchword.contract.Segment;
import io.watchword.contract.TimeSpan;
import io.watchword.contract.Topics;
import io.watchword.ingest.IngestMetrics;
import io.watchword.ingest.decode.DecoderReport;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class SegmentSenderTest {
    private final MockProducer<byte[], byte[]> kafka =
            new MockProducer<>(
                    false,
                    new RoundRobinPartitioner(),
                    new ByteArraySerializer(),
                    new ByteArraySerializer());
    private final List<Long> acknowledged = new CopyOnWriteArrayList<>();
    private final List<Long> lost = new CopyOnWriteArrayList<>();
    private final SegmentSender.Acknowledgements told =
            new SegmentSender.Acknowledgements() {
                @Override
                public void acknowledged(Segment segment) {
                    acknowledged.add(segment.sequence());
                }

                @Override
                public void lost(Segment segment, String why) {
                    lost.add(segment.sequence());
                }
            };

    @Test
    void takesNoMoreThanItMayHoldUntilKafkaHasSomeOfIt() throws Exception {
        try (SegmentSender sender = sender(2_000)) {
            int taken = 0;
            while (sender.offer(segment(taken), 0, 0)) {
                taken++;
            }
            assertThat(taken).isBetween(2, 4);
            assertThat(sender.pressure()).isGreaterThan(0.5);
            int waiting = taken;

            await(() -> kafka.history().size() == waiting);
            kafka.completeNext();

            await(() -> acknowledged.equals(List.of(0L)));
            assertThat(sender.offer(segment(taken), 0, 0)).isTrue();
            kafka.completeNext();
            while (!acknowledged.contains((long) taken)) {
                kafka.completeNext();
            }
        }
    }

    @Test
    void tellsOfWhatKafkaDoesNotTakeAndTriesGapsAgain() throws Exception {
        try (SegmentSender sender = sender(100_000)) {
            assertThat(sender.offer(segment(0), 0, 0)).isTrue();
            sender.gap(new Gap("yard", 0, new TimeSpan(0, 5), Gap.Reason.SHED, ""));
            await(() -> kafka.history().size() == 2);

            kafka.errorNext(new TimeoutException("the broker is away"));
            kafka.errorNext(new TimeoutException("the broker is away"));

            await(() -> lost.equals(List.of(0L)));
            await(() -> kafka.history().size() == 3);
            assertThat(kafka.history().get(2).topic()).isEqualTo(Topics.GAPS);
            kafka.completeNext();
            assertThat(sender.drain(Duration.ofSeconds(10))).isTrue();
        }
    }

    @Test
    void writesNothingOnceTheStreamBelongsToAnother() throws Exception {
        try (SegmentSender sender =
                new SegmentSender(
                        "yard", kafka, 9_999, new Fence(Duration.ZERO), told, IngestMetrics.NONE)) {
            assertThat(sender.offer(segment(0), 0, 0)).isTrue();
            assertThat(sender.drain(Duration.ofSeconds(10))).isTrue();
        }

        assertThat(kafka.history()).isEmpty();
        assertThat(lost).containsExactly(0L);
    }

    private SegmentSender sender(long maxBytes) {
        return new SegmentSender(
                "yard",
                kafka,
                maxBytes,
                new Fence(Duration.ofMinutes(1)),
                told,
                IngestMetrics.NONE);
    }

    private static Segment segment(long sequence) {
        return ((DecoderReport.Decoded) ScriptedDecoders.segment("yard", sequence)).segment();
    }

    private static void await(BooleanSupplier condition) {
        long endNs = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - endNs).as("in time").isNegative();
            Thread.onSpinWait();
        }
    }
}
