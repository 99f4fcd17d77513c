package io.watchword.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.contract.Gap;
import io.watchword.contract.Profile;
import io.watchword.contract.Segment;
import io.watchword.contract.StreamSpec;
import io.watchword.contract.StreamVitals;
import io.watchword.ingest.IngestMetrics;
import io.watchword.ingest.kafka.IngestWorker;
import io.watchword.ingest.testing.CountableClip;
import io.watchword.ingest.testing.FakeRtspServer;
import io.watchword.ingest.testing.RtpRecording;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Decoder processes that die while they work. */
class DecoderDeathIT {
    private static final long LONGEST_GAP_US = 3_000_000;

    @TempDir private Path directory;
    private Watching watching;
    private final List<String> restarts = new CopyOnWriteArrayList<>();
    private final IngestMetrics counted =
            new IngestMetrics() {
                @Override
                public void decoderRestarted(String streamId, String reason) {
                    restarts.add(streamId + " " + reason);
                }
            };

    @BeforeEach
    void start() throws Exception {
        watching = new Watching(directory);
    }

    @AfterEach
    void stop() {
        watching.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"KILL", "SEGV"})
    void aCameraWhoseDecoderDiesGoesOnUnderANewEpochAndTheGapSaysWhy(String signal)
            throws Exception {
        RtpRecording recording =
                RtpRecording.of(CountableClip.make(directory.resolve("clip.mp4"), 24, 10, "mp4"));
        try (FakeRtspServer camera = FakeRtspServer.serving(recording).start();
                IngestWorker worker =
                        Workers.start(watching, directory.resolve("media"), counted)) {
            watching.add("yard", camera.url());
            watching.untilSegments("yard", 2);
            signalDecoder(signal);
            watching.until(
                    "the second epoch",
                    () -> watching.of("yard").stream().anyMatch(s -> s.epoch() == 1));

            assertThat(watching.gapsOf("yard"))
                    .singleElement()
                    .satisfies(
                            gap -> {
                                assertThat(gap.reason()).isEqualTo(Gap.Reason.DECODER);
                                assertThat(gap.span().durationUs()).isLessThan(LONGEST_GAP_US);
                                assertThat(gap.detail()).contains("the decoder ended");
                            });
            assertThat(restarts).containsExactly("yard decoder");
            watching.until("status counts it", () -> watching.vitals.get("yard").reconnects() == 1);
            watching.assertConserved("yard");
            assertThat(worker.failure()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"KILL", "SEGV"})
    void aFileWhoseDecoderDiesOnceHasTheSameSegmentsAsAnyOther(String signal) throws Exception {
        Path clip = CountableClip.make(directory.resolve("clip.mp4"), 90, 30, "mp4");
        try (IngestWorker worker = Workers.start(watching, directory.resolve("media"), counted)) {
            addFile("clip", clip);
            watching.untilSegments("clip", 1);
            signalDecoder(signal);
            watching.untilState("clip", StreamVitals.State.DONE);
            addFile("whole", clip);
            watching.untilState("whole", StreamVitals.State.DONE);

            assertThat(restarts).containsExactly("clip crashed");
            assertThat(ids("clip")).hasSize(45).isEqualTo(ids("whole"));
            assertThat(watching.gapsOf("clip")).isEmpty();
            assertThat(worker.failure()).isEmpty();
        }
    }

    private Set<String> ids(String stream) {
        return watching.of(stream).stream().map(Segment::segmentId).collect(Collectors.toSet());
    }

    private void addFile(String id, Path file) {
        watching.streams.add(
                new StreamSpec(
                        id,
                        file.toString(),
                        Profile.ARCHIVE,
                        Map.of(),
                        List.of(),
                        Optional.empty(),
                        ""));
    }

    /** The one decoder of this process: what confines it stands before it in the tree. */
    private static void signalDecoder(String signal) throws Exception {
        List<ProcessHandle> tree = ProcessHandle.current().descendants().toList();
        assertThat(tree).isNotEmpty();
        ProcessHandle decoder = tree.get(tree.size() - 1);
        assertThat(decoder.children()).isEmpty();
        String command = "kill -" + signal + " " + decoder.pid();
        assertThat(new ProcessBuilder("sh", "-c", command).start().waitFor()).isZero();
    }
}
