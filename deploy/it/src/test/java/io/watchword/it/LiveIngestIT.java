package io.watchword.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.contract.Gap;
import io.watchword.contract.Profile;
import io.watchword.contract.Segment;
import io.watchword.contract.StreamVitals;
import io.watchword.contract.WallClock;
import io.watchword.ingest.kafka.IngestWorker;
import io.watchword.ingest.testing.CountableClip;
import io.watchword.ingest.testing.FakeRtspServer;
import io.watchword.ingest.testing.RtpRecording;
import io.watchword.ingest.testing.RtspFaults;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Live cameras through a worker, its decoder processes and Kafka. */
class LiveIngestIT {
    private static final int FPS = 15;
    private static final int SECONDS = 24;
    private static final long FRAME_US = 1_000_000 / FPS;

    @TempDir private static Path shared;
    private static RtpRecording recording;

    @TempDir private Path directory;
    private Watching watching;

    @BeforeAll
    static void record() throws Exception {
        recording =
                RtpRecording.of(
                        CountableClip.make(shared.resolve("clip.mp4"), SECONDS, FPS, "mp4"));
    }

    @BeforeEach
    void start() throws Exception {
        watching = new Watching(directory);
    }

    @AfterEach
    void stop() {
        watching.close();
    }

    private IngestWorker worker() throws Exception {
        return Workers.start(watching, "w", directory.resolve("media"));
    }

    @Test
    void everyFrameAndSecondOfACameraComesOnceAndInOrder() throws Exception {
        try (FakeRtspServer camera = FakeRtspServer.serving(recording).start();
                IngestWorker worker = worker()) {
            watching.add("yard", camera.url());
            watching.untilSegments("yard", 5);

            List<Segment> all = watching.of("yard");
            List<Segment> segments = all.subList(1, all.size()); // sound may be ahead in the first
            int first = CountableClip.frameNumber(segments.get(0).keyframes().get(0).jpeg());
            long firstUs = segments.get(0).keyframes().get(0).ptsUs();
            int sounds = 0;
            for (Segment segment : segments) {
                long ptsUs = segment.keyframes().get(0).ptsUs();
                int expected = first + Math.round((ptsUs - firstUs) / (float) FRAME_US);
                assertThat(CountableClip.frameNumber(segment.keyframes().get(0).jpeg()))
                        .isEqualTo(expected % (SECONDS * FPS));
                sounds += soundFits(segment, first, firstUs) ? 1 : 0;
            }
            assertThat(sounds).as("seconds heard where they were seen").isGreaterThan(2);
            assertThat(all).extracting(Segment::sequence).containsExactly(range(all));
            assertThat(watching.gaps).isEmpty();
            watching.assertConserved("yard");
            assertThat(worker.failure()).isEmpty();
        }
    }

    /** Whether the second that is heard in a segment begins where its first frame is seen. */
    private static boolean soundFits(Segment segment, int firstFrame, long firstUs) {
        long startUs = segment.span().startUs();
        double frame = firstFrame + (startUs - firstUs) / (double) FRAME_US;
        long second = (long) Math.ceil(frame / FPS);
        long beginsUs = startUs + Math.round((second * FPS - frame) * FRAME_US);
        OptionalInt heard =
                segment.audio()
                        .map(sound -> CountableClip.secondAt(sound, beginsUs))
                        .orElse(OptionalInt.empty());
        return heard.isPresent()
                && heard.getAsInt() == second % SECONDS % CountableClip.SECONDS_TOLD;
    }

    private static Long[] range(List<Segment> segments) {
        return Stream.iterate(0L, i -> i + 1).limit(segments.size()).toArray(Long[]::new);
    }

    @Test
    void aCameraThatIsCutOffComesBackUnderANewEpochAndTheGapIsTold() throws Exception {
        try (FakeRtspServer camera = FakeRtspServer.serving(recording).start();
                IngestWorker worker = worker()) {
            watching.add("yard", camera.url());
            watching.untilSegments("yard", 2);
            camera.dropAll();
            watching.until(
                    "the second epoch",
                    () -> watching.of("yard").stream().anyMatch(s -> s.epoch() == 1));

            assertThat(watching.gapsOf("yard").get(0).reason()).isEqualTo(Gap.Reason.DISCONNECTED);
            assertThat(watching.gapsOf("yard").get(0).span().durationUs())
                    .isBetween(1L, 20_000_000L);
            watching.assertConserved("yard");
            assertThat(worker.failure()).isEmpty();
        }
    }

    @Test
    void aCameraThatStallsIsGivenUpAndTriedAgain() throws Exception {
        try (FakeRtspServer camera = FakeRtspServer.serving(recording).start();
                IngestWorker worker = worker()) {
            watching.add("yard", camera.url());
            watching.untilSegments("yard", 1);
            camera.stall(true);
            watching.untilState("yard", StreamVitals.State.STALLED);
            watching.untilState("yard", StreamVitals.State.BACKING_OFF);
            camera.stall(false);
            watching.until(
                    "the second epoch",
                    () -> watching.of("yard").stream().anyMatch(s -> s.epoch() == 1));

            assertThat(watching.gapsOf("yard").get(0).reason()).isEqualTo(Gap.Reason.STALLED);
            watching.assertConserved("yard");
            assertThat(worker.failure()).isEmpty();
        }
    }

    @Test
    void aWrongPasswordIsTriedOnceAndAppearsNowhere() throws Exception {
        String canary = "canary-9f31";
        try (FakeRtspServer camera =
                        FakeRtspServer.serving(recording)
                                .password("SHA-256", "admin", "right-4c02")
                                .start();
                IngestWorker worker =
                        Workers.start(
                                watching,
                                "w",
                                directory.resolve("media"),
                                name -> Optional.of(canary))) {
            String address = camera.url().replace("rtsp://", "rtsp://admin:${secret:yard}@");
            watching.add("yard", address);
            watching.untilState("yard", StreamVitals.State.BACKING_OFF);
            StreamVitals vitals = watching.vitals.get("yard");

            assertThat(vitals.reason()).contains("name or password refused").doesNotContain(canary);
            assertThat(vitals.nextTryUnixUs() / 1_000_000 - System.currentTimeMillis() / 1000)
                    .isBetween(280L, 300L);
            assertThat(camera.counts().authFailures()).isEqualTo(1);
            assertThat(watching.kafkaHolds(canary)).isFalse();
            assertThat(watching.kafkaHolds("admin:")).as("it does see the source").isTrue();
            assertThat(worker.failure()).isEmpty();
        }
    }

    @Test
    void aRecordedCameraLeavesFilesThatTellTheirTime() throws Exception {
        try (FakeRtspServer camera = FakeRtspServer.serving(recording).start();
                IngestWorker worker = worker()) {
            watching.add("yard", camera.url(), Profile.SURVEILLANCE);
            watching.untilSegments("yard", 3);
            watching.streams.remove("yard");
            watching.until("the stream ends", () -> worker.streams() == 0);
        }

        try (Stream<Path> files = Files.walk(directory.resolve("media"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".mp4")))
                    .hasSize(1)
                    .allSatisfy(file -> assertThat(Files.size(file)).isGreaterThan(50_000));
        }
        assertThat(watching.of("yard").get(0).wallClock().orElseThrow().origin())
                .isIn(WallClock.Origin.RTCP, WallClock.Origin.ARRIVAL);
        watching.until(
                "the closing record", () -> watching.segments.stream().anyMatch(Segment::last));
    }

    @Test
    void aServerThatTalksNonsenseHarmsNothingElse() throws Exception {
        try (FakeRtspServer camera = FakeRtspServer.serving(recording).start();
                FakeRtspServer garbage =
                        FakeRtspServer.serving(recording)
                                .faults(RtspFaults.none().garbage(7))
                                .start();
                IngestWorker worker = worker()) {
            watching.add("bad", garbage.url());
            watching.add("yard", camera.url());
            watching.untilState("bad", StreamVitals.State.BACKING_OFF);
            watching.untilSegments("yard", 2);

            assertThat(watching.gapsOf("yard")).isEmpty();
            assertThat(worker.failure()).isEmpty();
        }
    }
}
