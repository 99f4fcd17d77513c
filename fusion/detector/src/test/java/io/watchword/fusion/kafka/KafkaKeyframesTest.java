package io.watchword.fusion.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.contract.Headers;
import io.watchword.contract.Keyframe;
import io.watchword.contract.Segment;
import io.watchword.contract.SegmentCodec;
import io.watchword.contract.TimeSpan;
import io.watchword.contract.Topics;
import io.watchword.fusion.kafka.SegmentPlaces.Place;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class KafkaKeyframesTest {
    private static final TopicPartition PARTITION = new TopicPartition(Topics.SEGMENTS, 0);

    private final MockConsumer<byte[], byte[]> scanner = new MockConsumer<>("earliest");
    private final MockConsumer<byte[], byte[]> reader = new MockConsumer<>("earliest");
    private final AtomicLong nowNs = new AtomicLong();
    private final KafkaKeyframes keyframes =
            new KafkaKeyframes(scanner, reader, nowNs::get); // its thread is not started

    KafkaKeyframesTest() {
        scanner.assign(List.of(PARTITION));
        scanner.updateBeginningOffsets(Map.of(PARTITION, 0L));
        reader.updateBeginningOffsets(Map.of(PARTITION, 0L));
    }

    private static ConsumerRecord<byte[], byte[]> record(long offset, String id, byte[] value) {
        RecordHeaders headers = new RecordHeaders();
        headers.add(Headers.ID, id.getBytes(UTF_8));
        return new ConsumerRecord<>(
                PARTITION.topic(),
                0,
                offset,
                0,
                TimestampType.CREATE_TIME,
                0,
                value.length,
                new byte[0],
                value,
                headers,
                Optional.empty());
    }

    private static byte[] segment(String id, long ptsUs) {
        Keyframe keyframe = new Keyframe(ptsUs, new byte[] {1, 2}, false, 8, 8);
        return SegmentCodec.encode(
                new Segment(
                        "cam",
                        id,
                        "cam",
                        0,
                        0,
                        new TimeSpan(0, 2_000_000),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(keyframe),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        0,
                        false,
                        false));
    }

    /** What the topic says at an offset, to the one who reads it again. */
    private void reading(long offset, String id, byte[] value) {
        reader.schedulePollTask(() -> reader.addRecord(record(offset, id, value)));
    }

    @Test
    void findsThePicturesOfASegmentSeenBefore() {
        scanner.addRecord(record(7, "seg-a", segment("seg-a", 40)));
        keyframes.step();
        reading(7, "seg-a", segment("seg-a", 40));

        CompletableFuture<Map<String, List<Keyframe>>> answer = keyframes.of(List.of("seg-a"));
        keyframes.step();

        assertThat(answer.getNow(Map.of()).get("seg-a"))
                .extracting(Keyframe::ptsUs)
                .containsExactly(40L);
    }

    @Test
    void waitsForASegmentThatIsStillToCome() {
        CompletableFuture<Map<String, List<Keyframe>>> answer = keyframes.of(List.of("seg-a"));
        keyframes.step();
        assertThat(answer).isNotDone();

        scanner.addRecord(record(7, "seg-a", segment("seg-a", 40)));
        reading(7, "seg-a", segment("seg-a", 40));
        keyframes.step();

        assertThat(answer.getNow(Map.of())).containsOnlyKeys("seg-a");
    }

    @Test
    void givesUpASegmentThatDoesNotCome() {
        CompletableFuture<Map<String, List<Keyframe>>> answer = keyframes.of(List.of("seg-a"));

        nowNs.set(5_000_000_000L);
        keyframes.step();

        assertThat(answer).isCompletedWithValue(Map.of());
    }

    @Test
    void readsTheTopicFromItsFirstRecordForASegmentThatStaysUnknown() {
        scanner.seek(PARTITION, 50);
        CompletableFuture<Map<String, List<Keyframe>>> answer = keyframes.of(List.of("seg-a"));
        nowNs.set(1_900_000_000L);
        keyframes.step();
        assertThat(scanner.position(PARTITION)).isEqualTo(50);

        nowNs.set(2_000_000_000L);
        keyframes.step();
        assertThat(scanner.position(PARTITION)).isZero();

        scanner.addRecord(record(7, "seg-a", segment("seg-a", 40)));
        reading(7, "seg-a", segment("seg-a", 40));
        keyframes.step();
        assertThat(answer.getNow(Map.of())).containsOnlyKeys("seg-a");
    }

    @Test
    void readsTheTopicFromItsFirstRecordOnlyOnce() {
        CompletableFuture<Map<String, List<Keyframe>>> first = keyframes.of(List.of("gone"));
        nowNs.set(2_000_000_000L);
        keyframes.step();
        scanner.seek(PARTITION, 50);

        CompletableFuture<Map<String, List<Keyframe>>> second = keyframes.of(List.of("gone too"));
        nowNs.set(4_500_000_000L);
        keyframes.step();

        assertThat(scanner.position(PARTITION)).isEqualTo(50);
        assertThat(List.of(first, second)).noneMatch(CompletableFuture::isCompletedExceptionally);
    }

    @Test
    void showsNoPictureOfAnotherSegment() {
        scanner.addRecord(record(7, "seg-a", segment("seg-a", 40)));
        reading(7, "seg-b", segment("seg-b", 50));

        CompletableFuture<Map<String, List<Keyframe>>> answer = keyframes.of(List.of("seg-a"));
        keyframes.step();

        assertThat(answer.getNow(Map.of("x", List.of()))).isEqualTo(Map.of("seg-a", List.of()));
    }

    @Test
    void passesOverARecordThatIsNoSegment() {
        scanner.addRecord(record(7, "seg-a", new byte[] {1}));
        reading(7, "seg-a", new byte[] {1});

        CompletableFuture<Map<String, List<Keyframe>>> answer = keyframes.of(List.of("seg-a"));
        keyframes.step();

        assertThat(answer.getNow(Map.of())).isEqualTo(Map.of("seg-a", List.of()));
    }

    @Test
    void forgetsTheOldestPlaceFirst() {
        SegmentPlaces places = new SegmentPlaces(2);

        places.note("a", new Place(0, 1));
        places.note("b", new Place(0, 2));
        places.note("a", new Place(0, 3));
        places.note("c", new Place(1, 4));

        assertThat(places.find("a")).contains(new Place(0, 3));
        assertThat(places.find("b")).isEmpty();
        assertThat(places.find("c")).contains(new Place(1, 4));
    }
}
