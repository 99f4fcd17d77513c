package io.watchword.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.contract.Gap;
import io.watchword.contract.Profile;
import io.watchword.contract.Segment;
import io.watchword.contract.StreamSpec;
import io.watchword.contract.StreamVitals;
import io.watchword.ingest.kafka.StreamsTopic;
import io.watchword.ingest.testing.CountableClip;
import io.watchword.ingest.testing.FakeRtspServer;
import io.watchword.ingest.testing.RtpRecording;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ingest workers in processes of their own, and what the others do when one ends. */
class WorkersShareIT {
    private static final int SHARES = 8;

    /** A worker that says nothing for so long has lost its streams. */
    private static final Duration SESSION = Duration.ofSeconds(10);

    @TempDir private static Path shared;
    private static RtpRecording recording;

    @TempDir private Path directory;
    private Watching watching;
    private final List<WorkerProcess> workers = new ArrayList<>();

    @BeforeAll
    static void record() throws Exception {
        recording = RtpRecording.of(CountableClip.make(shared.resolve("clip.mp4"), 24, 10, "mp4"));
    }

    @BeforeEach
    void start() throws Exception {
        watching = new Watching(directory);
    }

    @AfterEach
    void stop() {
        workers.forEach(WorkerProcess::close);
        watching.close();
    }

    @Test
    void theStreamsOfAKilledWorkerGoOnWithAnother() throws Exception {
        try (FakeRtspServer camera = FakeRtspServer.serving(recording).start()) {
            List<String> all = watchWithTwo(camera, SHARES);
            List<String> mine = streamsOf("a");
            List<ProcessHandle> decoders = workers.get(0).children();
            Map<String, Long> before = epochs(all);

            workers.get(0).kill();
            long killedNs = System.nanoTime();
            watching.until("b has all", () -> streamsOf("b").equals(all));
            watching.until("new epochs", () -> haveNewEpochs(mine, before));
            Duration took = Duration.ofNanos(System.nanoTime() - killedNs);

            assertThat(decoders).isNotEmpty();
            watching.until(
                    "its decoders end", () -> decoders.stream().noneMatch(ProcessHandle::isAlive));
            assertThat(took).isBetween(SESSION.minusSeconds(3), SESSION.plusSeconds(25));
            for (String stream : all) {
                Told told = Told.of(watching, stream);
                told.assertTiled();
                assertThat(told.stale).isEmpty();
                if (mine.contains(stream)) {
                    assertThat(told.gaps).extracting(Gap::reason).contains(Gap.Reason.NOT_WATCHED);
                } else {
                    assertThat(epochs(all)).containsEntry(stream, before.get(stream));
                }
            }
        }
    }

    @Test
    void aWorkerThatHungWritesNothingUnderAnEpochThatAnotherHasBegun() throws Exception {
        try (FakeRtspServer camera = FakeRtspServer.serving(recording).start()) {
            List<String> all = watchWithTwo(camera, 6);
            List<String> mine = streamsOf("a");
            Map<String, Long> before = epochs(all);

            workers.get(0).freeze();
            watching.until("b has all", () -> streamsOf("b").equals(all));
            watching.until("new epochs", () -> haveNewEpochs(mine, before));
            Map<String, Long> taken = epochs(all);
            workers.get(0).thaw();
            watching.until("a has streams again", () -> !streamsOf("a").isEmpty());
            List<String> again = streamsOf("a");
            watching.until("a goes on", () -> haveNewEpochs(again, taken));

            for (String stream : all) {
                Told told = Told.of(watching, stream);
                told.assertTiled();
                assertThat(told.stale)
                        .as("late words of a about %s", stream)
                        .allSatisfy(late -> assertThat(late.epoch()).isEqualTo(before.get(stream)));
            }
            assertThat(epochs(all)).allSatisfy((id, epoch) -> assertThat(epoch).isLessThan(4));
        }
    }

    @Test
    void aWorkerThatIsAskedToEndHandsItsStreamsOverAtOnce() throws Exception {
        try (FakeRtspServer camera = FakeRtspServer.serving(recording).start()) {
            List<String> all = watchWithTwo(camera, 4);
            List<String> mine = streamsOf("a");
            List<ProcessHandle> decoders = workers.get(0).children();
            Map<String, Long> before = epochs(all);

            assertThat(workers.get(0).terminate()).isEqualTo(143);
            long endedNs = System.nanoTime();
            watching.until("b has all", () -> streamsOf("b").equals(all));

            assertThat(Duration.ofNanos(System.nanoTime() - endedNs)).isLessThan(SESSION);
            assertThat(decoders).isNotEmpty();
            watching.until(
                    "its decoders end", () -> decoders.stream().noneMatch(ProcessHandle::isAlive));
            watching.until("new epochs", () -> haveNewEpochs(mine, before));
            for (String stream : all) {
                watching.assertConserved(stream);
                assertThat(Told.of(watching, stream).stale).isEmpty();
            }
        }
    }

    @Test
    void aFileGoesOnAtItsLastSegmentHoweverOftenItsReaderIsKilled() throws Exception {
        Path clip = CountableClip.make(directory.resolve("clip.mp4"), 120, 30, "mp4");
        startWorkers("a", "b", "c");
        addFile("clip", clip);
        List<String> owners = new ArrayList<>();
        for (int kill = 0; kill < 2; kill++) {
            int count = watching.of("clip").size();
            watching.until("it goes on", () -> watching.of("clip").size() > count + 1);
            String owner = owner("clip");
            worker(owner).kill();
            owners.add(owner);
            watching.until(
                    "the next takes over after " + owners, () -> !owners.contains(owner("clip")));
            assertThat(watching.vitals.get("clip").state()).isNotEqualTo(StreamVitals.State.DONE);
        }
        watching.untilState("clip", StreamVitals.State.DONE);
        addFile("whole", clip);
        watching.untilState("whole", StreamVitals.State.DONE);

        Map<String, Segment> broken = byId("clip");
        Map<String, Segment> whole = byId("whole");
        assertThat(whole).hasSize(60);
        assertThat(broken.keySet()).isEqualTo(whole.keySet());
        assertThat(broken)
                .allSatisfy((id, it) -> assertThat(it.span()).isEqualTo(whole.get(id).span()));
        assertThat(watching.gapsOf("clip")).isEmpty();
        assertThat(watching.of("clip").size() - broken.size())
                .as("segments told again")
                .isLessThan(10);
    }

    private Map<String, Segment> byId(String stream) {
        Map<String, Segment> byId = new HashMap<>();
        watching.of(stream).forEach(segment -> byId.put(segment.segmentId(), segment));
        return byId;
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

    /** Starts workers a and b, and returns when both watch streams and all streams go on. */
    private List<String> watchWithTwo(FakeRtspServer camera, int count) throws Exception {
        startWorkers("a", "b");
        List<String> all = onePerShare(count);
        all.forEach(id -> watching.add(id, camera.url()));
        watching.until(
                "both have streams", () -> !streamsOf("a").isEmpty() && !streamsOf("b").isEmpty());
        watching.until("all go on", () -> all.stream().allMatch(id -> watching.of(id).size() >= 2));
        return all;
    }

    private void startWorkers(String... ids) throws Exception {
        for (String id : ids) {
            workers.add(WorkerProcess.start(watching, directory, id));
        }
        watching.until("ready", () -> workers.stream().allMatch(WorkerProcess::isReady));
    }

    private WorkerProcess worker(String id) {
        return workers.stream().filter(worker -> worker.id.equals(id)).findFirst().orElseThrow();
    }

    /** Streams of which no two are in one partition, so that the workers share them evenly. */
    private static List<String> onePerShare(int count) {
        Map<Integer, String> byPartition = new HashMap<>();
        for (int i = 0; byPartition.size() < SHARES; i++) {
            byPartition.putIfAbsent(StreamsTopic.partition("s" + i, SHARES), "s" + i);
        }
        return byPartition.values().stream().sorted().limit(count).toList();
    }

    private String owner(String stream) {
        return watching.vitals.get(stream).worker();
    }

    /** In order of their ids. */
    private List<String> streamsOf(String worker) {
        Set<String> streams = watching.vitals.keySet();
        return streams.stream().filter(id -> owner(id).equals(worker)).sorted().toList();
    }

    /** The newest epoch of each stream that has a segment. */
    private Map<String, Long> epochs(List<String> streams) {
        return streams.stream()
                .collect(
                        Collectors.toMap(
                                id -> id,
                                id ->
                                        watching.of(id).stream()
                                                .mapToLong(Segment::epoch)
                                                .max()
                                                .orElse(-1)));
    }

    private boolean haveNewEpochs(List<String> streams, Map<String, Long> before) {
        return epochs(streams).entrySet().stream()
                .allMatch(now -> now.getValue() > before.get(now.getKey()));
    }
}
