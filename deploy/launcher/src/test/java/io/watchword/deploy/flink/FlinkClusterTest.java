package io.watchword.deploy.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlinkClusterTest {
    /** Seen counts, from the job's threads in this process. */
    private static final LinkedBlockingQueue<Long> COUNTS = new LinkedBlockingQueue<>();

    private final Path directory;

    FlinkClusterTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @BeforeEach
    void forgetCounts() {
        COUNTS.clear();
    }

    @Test
    void aJobResumesFromItsNewestCheckpointInTheNextRun() throws Exception {
        long reached;
        try (FlinkCluster cluster = start()) {
            cluster.submit("count", FlinkClusterTest::slowCount);
            reached = awaitCheckpoint();
        }
        COUNTS.clear();

        long next;
        try (FlinkCluster cluster = start()) {
            cluster.submit("count", FlinkClusterTest::slowCount);
            next = take();
        }

        assertThat(reached).isPositive();
        assertThat(next).isGreaterThan(1);
    }

    @Test
    void namesTheJobThatDiedAndWhy() throws Exception {
        try (FlinkCluster cluster = start()) {
            assertThat(cluster.failure()).isEmpty();

            cluster.submit("broken", FlinkClusterTest::failing);

            assertThat(cluster.awaitFailure())
                    .contains("job broken ended")
                    .contains("the model is on fire");
        }
    }

    @Test
    void aHalfWrittenCheckpointIsPassedOver() throws Exception {
        try (FlinkCluster cluster = start()) {
            cluster.submit("count", FlinkClusterTest::slowCount);
            awaitCheckpoint();
        }
        CheckpointDirectory checkpoints =
                new CheckpointDirectory(directory.resolve("checkpoints").resolve("count"));
        Optional<Path> valid = checkpoints.newestValid();
        Path run = valid.orElseThrow().resolveSibling("chk-999999");
        Files.createDirectories(run);
        Files.write(run.resolve("_metadata"), new byte[] {1, 2, 3});
        Files.setLastModifiedTime(
                run.resolve("_metadata"), FileTime.fromMillis(Long.MAX_VALUE / 1_000_000));

        assertThat(checkpoints.newestValid()).isEqualTo(valid);
    }

    private FlinkCluster start() throws Exception {
        return FlinkCluster.start(
                directory.resolve("checkpoints"),
                Files.createDirectories(directory.resolve("tmp")));
    }

    private long awaitCheckpoint() throws Exception {
        CheckpointDirectory checkpoints =
                new CheckpointDirectory(directory.resolve("checkpoints").resolve("count"));
        long count = take();
        while (count < 100 || checkpoints.newestValid().isEmpty()) {
            count = take();
        }
        return count;
    }

    private static long take() throws InterruptedException {
        Long count = COUNTS.poll(60, TimeUnit.SECONDS);
        assertThat(count).as("counts from the job").isNotNull();
        return count == null ? 0 : count;
    }

    private static void slowCount(StreamExecutionEnvironment environment) {
        environment
                .fromSource(
                        new NumberSequenceSource(1, 100_000_000),
                        WatermarkStrategy.noWatermarks(),
                        "numbers")
                .uid("numbers")
                .keyBy(number -> 0, Types.INT)
                .process(new Count(), Types.LONG)
                .uid("count")
                .sinkTo(new DiscardingSink<>())
                .uid("nowhere");
    }

    private static void failing(StreamExecutionEnvironment environment) {
        environment
                .fromSource(
                        new NumberSequenceSource(1, 10),
                        WatermarkStrategy.noWatermarks(),
                        "numbers")
                .map(
                        number -> {
                            throw new IllegalStateException("the model is on fire");
                        },
                        Types.LONG)
                .sinkTo(new DiscardingSink<>());
    }

    private static final class Count extends KeyedProcessFunction<Integer, Long, Long> {
        private static final long serialVersionUID = 1L;

        private transient ValueState<Long> seen;

        @Override
        public void open(OpenContext context) {
            seen = getRuntimeContext().getState(new ValueStateDescriptor<>("seen", Types.LONG));
        }

        @Override
        public void processElement(Long number, Context context, Collector<Long> out)
                throws Exception {
            Long before = seen.value();
            long now = before == null ? 1 : before + 1;
            seen.update(now);
            if (now % 100 == 0 || before == null) {
                COUNTS.add(now);
            }
            out.collect(now);
        }
    }
}
