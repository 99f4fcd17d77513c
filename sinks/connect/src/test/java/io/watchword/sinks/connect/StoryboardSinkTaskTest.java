package io.watchword.sinks.connect;

import static io.watchword.sinks.storyboard.SampleSegments.segment;
import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.contract.Segment;
import io.watchword.contract.SegmentCodec;
import java.awt.Color;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoryboardSinkTaskTest {
    private static final Map<TopicPartition, OffsetAndMetadata> OFFSETS =
            Map.of(new TopicPartition("segments", 3), new OffsetAndMetadata(1));

    private final Path directory;
    private final ManualClock clock = new ManualClock();
    private final ScriptedContext context = new ScriptedContext(true);
    private final StoryboardSinkTask task = new StoryboardSinkTask(clock);

    StoryboardSinkTaskTest(@TempDir Path directory) {
        this.directory = directory;
        task.initialize(context);
        task.start(Map.of("directory", directory.toString(), "interval.ms", "2000"));
    }

    @Test
    void commitsOnlyWhatIsInItsFilesAndWritesThemNowAndThen() {
        task.put(List.of(record(0, segment(0, Color.RED))));
        assertThat(task.preCommit(OFFSETS)).isEqualTo(OFFSETS);
        Path sheet = directory.resolve("car.mp4.storyboard-1.jpg");
        long first = sheet.toFile().length();

        task.put(List.of(record(1, segment(1, Color.GREEN))));
        assertThat(task.preCommit(OFFSETS)).isEmpty();
        assertThat(sheet.toFile().length()).isEqualTo(first);
        clock.pass(StoryboardSinkTask.PAUSE);

        assertThat(task.preCommit(OFFSETS)).isEqualTo(OFFSETS);
        assertThat(sheet.toFile().length()).isNotEqualTo(first);
    }

    @Test
    void writesAtOnceWhenAFileHasEnded() {
        task.preCommit(OFFSETS);
        Segment end = Segment.end("car-1a2b3c4d", "end", "car.mp4", 0, 1, 2_000_000);

        task.put(List.of(record(0, segment(0, Color.RED)), record(1, end)));

        assertThat(context.commitsRequested).isEqualTo(1);
        assertThat(task.preCommit(OFFSETS)).isEqualTo(OFFSETS);
        assertThat(directory.resolve("car.mp4.storyboard.vtt")).exists();
    }

    @Test
    void rejectsOnlyTheSegmentsThatCannotBeDrawn() {
        byte[] noise = {1, 2, 3};

        task.put(
                List.of(
                        record(0, segment(0, Color.RED)),
                        record(1, segment("c-1", "c.mp4", 0, 1, noise)),
                        Records.of("segments", 2, "c-1", "x", noise, 0),
                        Records.damaged(record(3, segment(3, Color.RED)))));
        task.preCommit(OFFSETS);

        assertThat(context.rejected)
                .extracting(SinkRecord::kafkaOffset)
                .containsExactly(1L, 2L, 3L);
        assertThat(context.reasons.get(0)).startsWith("CORRUPT_MEDIA: no JPEG");
        assertThat(context.reasons.get(1)).startsWith("INVALID_RECORD: ");
        assertThat(context.reasons.get(2)).startsWith("CHECKSUM: ");
        assertThat(directory.resolve("car.mp4.storyboard.vtt")).exists();
    }

    private static SinkRecord record(long offset, Segment segment) {
        byte[] bytes = SegmentCodec.encode(segment);
        return Records.of("segments", offset, segment.streamId(), segment.segmentId(), bytes, 0);
    }
}
