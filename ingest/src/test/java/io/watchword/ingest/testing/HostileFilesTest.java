package io.watchword.ingest.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.watchword.contract.Keyframe;
import io.watchword.contract.Segment;
import io.watchword.ingest.decode.DecodeConfig;
import io.watchword.ingest.decode.ReadResult;
import io.watchword.ingest.ffmpeg.FileSegmentReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class HostileFilesTest {
    private static final long SEGMENT_US = DecodeConfig.DEFAULT.segmentUs();
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Instant LONG_AGO = Instant.parse("2001-01-01T00:00:00Z");

    /** What a file becomes: the one place that knows how files are read. */
    @FunctionalInterface
    interface Reader {
        Outcome read(Path file);
    }

    /** What a file became. */
    record Outcome(ReadResult result, List<Segment> segments) {
        boolean damaged() {
            return segments.stream().anyMatch(segment -> segment.decodeErrorRatio() > 0);
        }

        /** As it is counted. */
        String kind() {
            if (result instanceof ReadResult.Failed failed) {
                return failed.code().name();
            }
            return damaged() ? "DAMAGED" : "READ";
        }

        /** Different pictures shown. */
        int pictures() {
            Set<ByteBuffer> pictures = new HashSet<>();
            for (Segment segment : segments) {
                for (Keyframe keyframe : segment.keyframes()) {
                    pictures.add(ByteBuffer.wrap(keyframe.jpeg()));
                }
            }
            return pictures.size();
        }
    }

    private static final Reader READER =
            file -> {
                List<Segment> segments = new ArrayList<>();
                ReadResult result =
                        FileSegmentReader.read(
                                file, "s", "file", DecodeConfig.DEFAULT, segments::add);
                return new Outcome(result, segments);
            };

    private static final Map<String, Integer> COUNTS = new TreeMap<>();

    @SuppressWarnings("NullAway.Init") // by JUnit
    @TempDir
    static Path folder;

    @AfterAll
    static void sayWhatBecameOfThem() {
        System.out.println("hostile files: " + COUNTS);
    }

    @TestFactory
    List<DynamicTest> everyHostileFileEndsAsItShould() throws IOException {
        HostileCorpus corpus = HostileCorpus.make(Files.createDirectory(folder.resolve("c")), 1);
        boolean accessShows = accessShows(corpus.decoy());
        List<DynamicTest> tests = new ArrayList<>();
        for (HostileFile file : corpus.files()) {
            tests.add(
                    DynamicTest.dynamicTest(
                            file.name(),
                            () -> {
                                check(corpus, file);
                                if (accessShows) {
                                    assertThat(accessed(corpus.decoy()))
                                            .as("when the decoy was opened")
                                            .isEqualTo(FileTime.from(LONG_AGO));
                                }
                            }));
        }
        return tests;
    }

    /** Whether this file system notes when a file was read; not all are told to. */
    private static boolean accessShows(Path file) throws IOException {
        Files.setAttribute(file, "lastAccessTime", FileTime.from(LONG_AGO));
        Files.readAllBytes(file);
        return !accessed(file).equals(FileTime.from(LONG_AGO));
    }

    private static FileTime accessed(Path file) throws IOException {
        return (FileTime) Files.getAttribute(file, "lastAccessTime");
    }

    private static void check(HostileCorpus corpus, HostileFile file) throws IOException {
        Files.setAttribute(corpus.decoy(), "lastAccessTime", FileTime.from(LONG_AGO));

        Outcome outcome = assertTimeoutPreemptively(LIMIT, () -> READER.read(file.path()));

        COUNTS.merge(outcome.kind(), 1, Integer::sum);
        switch (file.verdict()) {
            case READ -> assertThat(outcome.kind()).isEqualTo("READ");
            case READ_OR_DAMAGED -> assertThat(outcome.kind()).isIn("READ", "DAMAGED");
            case DAMAGED -> assertThat(outcome.kind()).isEqualTo("DAMAGED");
            case REFUSED ->
                    assertThat(outcome.kind()).isEqualTo(file.refusal().orElseThrow().name());
            case ANY -> assertThat(outcome.kind()).isIn("READ", "DAMAGED", "CORRUPT_MEDIA");
        }
        assertContiguous(outcome);
        assertThat(outcome.pictures()).isLessThanOrEqualTo(file.framesIn());
    }

    /** Times rise; each span begins where the one before it ended, or behind segments left out. */
    private static void assertContiguous(Outcome outcome) {
        long endUs = 0;
        long sequence = 0;
        for (Segment segment : outcome.segments()) {
            long leftOut = segment.sequence() - sequence; // a hole: nothing in them decoded
            assertThat(leftOut).isNotNegative();
            assertThat(segment.span().startUs())
                    .isEqualTo(leftOut == 0 ? endUs : segment.sequence() * SEGMENT_US);
            endUs = segment.span().endUs();
            sequence = segment.sequence() + 1;
            for (Keyframe keyframe : segment.keyframes()) {
                assertThat(keyframe.ptsUs())
                        .isBetween(segment.span().startUs(), segment.span().endUs());
            }
        }
        boolean done = outcome.result() instanceof ReadResult.Done;
        assertThat(outcome.segments().stream().filter(Segment::last).count())
                .isEqualTo(done && sequence > 0 ? 1 : 0);
    }

    @Test
    void turnedBitsEndNothingButTheFile() throws IOException {
        assertThat(readFlipped(40).values().stream().mapToInt(Integer::intValue).sum())
                .isEqualTo(80);
    }

    @Test
    @Tag("fuzz")
    void manyTurnedBitsEndNothingButTheFile() throws IOException {
        Map<String, Integer> counts = readFlipped(200);

        System.out.println("bit flips: " + counts);
        assertThat(counts.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(400);
    }

    /** Reads so many damaged copies of each clip; counts what became of them. */
    private static Map<String, Integer> readFlipped(int seeds) throws IOException {
        Map<String, Integer> counts = new TreeMap<>();
        Path place = Files.createDirectory(folder.resolve("flips-" + seeds));
        for (Path clip : HostileCorpus.flippable(place)) {
            byte[] whole = Files.readAllBytes(clip);
            for (int seed = 0; seed < seeds; seed++) {
                Path flipped = place.resolve(seed + "-" + clip.getFileName());
                Files.write(flipped, HostileCorpus.bitFlips(whole, seed));
                Outcome outcome = assertTimeoutPreemptively(LIMIT, () -> READER.read(flipped));
                assertContiguous(outcome);
                assertThat(outcome.pictures()).isLessThanOrEqualTo(2 * Clips.FPS);
                counts.merge(clip.getFileName() + " " + outcome.kind(), 1, Integer::sum);
                Files.delete(flipped);
            }
        }
        return counts;
    }
}
