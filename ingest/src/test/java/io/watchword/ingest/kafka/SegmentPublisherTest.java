package io.watchword.ingest.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.watchword.contract.Decoded;
import io.watchword.contract.ErrorCode;
import io.watchword.contract.Headers;
import io.watchword.contract.Ids;
import io.watchword.contract.Segment;
import io.watchword.contract.StreamStatus;
import io.watchword.contract.StreamStatusCodec;
import io.watchword.contract.TimeSpan;
import io.watchword.contract.Topics;
import io.watchword.ingest.decode.MediaInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class SegmentPublisherTest {
    private final MockProducer<byte[], byte[]> broker =
            new MockProducer<>(
                    false,
                    new RoundRobinPartitioner(),
                    new ByteArraySerializer(),
                    new ByteArraySerializer());
    private final List<Long> progress = new ArrayList<>();
    private final SegmentPublisher publisher =
            new SegmentPublisher(
                    broker,
                    "cam",
                    "cam.mp4",
                    (stream, reachedUs, durationUs) -> progress.add(reachedUs));

    @Test
    void countsASegmentOnlyWhenTheBrokerHasAcknowledgedIt() {
        publisher.opened(new MediaInfo(4_000_000, Optional.empty(), false, Optional.empty()));
        publisher.accept(segment(0));
        assertThat(progress).isEmpty();

        broker.completeNext();
        publisher.accept(segment(1));

        assertThat(progress).containsExactly(2_000_000L);
        assertThat(statuses()).extracting(StreamStatus::emitted).containsExactly(1L);
        assertThat(statuses()).extracting(StreamStatus::done).containsExactly(false);
    }

    @Test
    void namesAndChecksumsEverySegment() {
        publisher.accept(segment(0));

        ProducerRecord<byte[], byte[]> record = broker.history().get(0);
        assertThat(new String(record.key(), UTF_8)).isEqualTo("cam");
        assertThat(record.headers().lastHeader(Headers.ID).value())
                .isEqualTo("cam/0/0".getBytes(UTF_8));
        assertThat(
                        Headers.checksumProblem(
                                record.headers().lastHeader(Headers.SHA256).value(),
                                record.value()))
                .isEmpty();
    }

    @Test
    void saysDoneWithTheNumberOfMediaSegmentsAfterAllAreAcknowledged() {
        publisher.accept(segment(0));
        publisher.accept(segment(1));
        publisher.accept(Segment.end("cam", "cam/0/2", "cam.mp4", 0, 2, 4_000_000));

        publisher.finish(Optional.empty());

        StreamStatus last = statuses().get(statuses().size() - 1);
        assertThat(last.done()).isTrue();
        assertThat(last.emitted()).isEqualTo(2);
        assertThat(last.reachedUs()).isEqualTo(4_000_000);
    }

    @Test
    void saysWhyASourceCouldNotBeRead() {
        publisher.finish(
                Optional.of(new StreamStatus.Failure(ErrorCode.UNREADABLE, "cam.mp4: empty")));

        assertThat(statuses())
                .extracting(StreamStatus::failure)
                .containsExactly(
                        Optional.of(
                                new StreamStatus.Failure(ErrorCode.UNREADABLE, "cam.mp4: empty")));
    }

    @Test
    void stopsWhenTheBrokerRefusesASegment() {
        publisher.accept(segment(0));
        broker.errorNext(new TimeoutException("no answer in 120 s"));

        assertThatThrownBy(() -> publisher.accept(segment(1)))
                .isInstanceOf(KafkaException.class)
                .hasMessageContaining("no answer in 120 s");
    }

    private static Segment segment(long sequence) {
        return new Segment(
                "cam",
                Ids.liveSegmentId("cam", 0, sequence),
                "cam.mp4",
                0,
                sequence,
                new TimeSpan(sequence * 2_000_000, (sequence + 1) * 2_000_000),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                0,
                false,
                false);
    }

    private List<StreamStatus> statuses() {
        List<StreamStatus> statuses = new ArrayList<>();
        for (ProducerRecord<byte[], byte[]> record : broker.history()) {
            if (record.topic().equals(Topics.STREAM_STATUS)) {
                statuses.add(
                        ((Decoded.Valid<StreamStatus>) StreamStatusCodec.decode(record.value()))
                                .value());
            }
        }
        return statuses;
    }
}
