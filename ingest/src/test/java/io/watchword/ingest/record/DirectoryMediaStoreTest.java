package io.watchword.ingest.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.watchword.contract.TimeSpan;
import io.watchword.ingest.ffmpeg.TestClip;
import io.watchword.ingest.ffmpeg.TestRecording;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DirectoryMediaStoreTest {
    private static final long WALL_US =
            Instant.parse("2026-05-04T23:59:58.5Z").toEpochMilli() * 1000;
    private static final TimeSpan ALWAYS = new TimeSpan(0, Long.MAX_VALUE);

    @SuppressWarnings("NullAway.Init") // by JUnit
    @TempDir
    Path folder;

    private static RecordedFile store(MediaStore store, String stream, long startUs, long endUs)
            throws IOException {
        MediaStore.Writing file =
                store.begin(new RecordingStart(stream, 3, startUs, WALL_US + startUs));
        file.append("first ".getBytes(UTF_8));
        file.append("second".getBytes(UTF_8));
        return file.complete(endUs);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.filter(Files::isRegularFile)
                    .map(path -> folder.relativize(path).toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void saysEverythingAboutAFileInItsName() throws IOException {
        try (MediaStore store = DirectoryMediaStore.open(folder)) {
            RecordedFile whole = store(store, "yard", 0, 30_000_000);
            store(store, "yard", 30_000_000, 60_123_456);

            assertThat(names())
                    .containsExactly(
                            "yard/2026-05-04/000003-0000000000000000-0000000030000000-"
                                    + "20260504T235958500000Z.mp4",
                            "yard/2026-05-05/000003-0000000030000000-0000000060123456-"
                                    + "20260505T000028500000Z.mp4");
            assertThat(whole)
                    .isEqualTo(
                            new RecordedFile(
                                    whole.key(), 3, new TimeSpan(0, 30_000_000), WALL_US, 12));
            assertThat(store.listAll()).hasSize(2).contains(whole);
            try (InputStream in = store.open(whole)) {
                assertThat(new String(in.readAllBytes(), UTF_8)).isEqualTo("first second");
            }
        }
    }

    @Test
    void listsTheFilesThatHaveSomeOfASpanInOrder() throws IOException {
        try (MediaStore store = DirectoryMediaStore.open(folder)) {
            RecordedFile third = store(store, "yard", 60_000_000, 90_000_000);
            store(store, "yard", 0, 30_000_000);
            RecordedFile second = store(store, "yard", 30_000_000, 60_000_000);
            store(store, "yard2", 30_000_000, 60_000_000);

            assertThat(store.list("yard", new TimeSpan(30_000_000, 60_000_001)))
                    .containsExactly(second, third);
            assertThat(store.list("gate", ALWAYS)).isEmpty();
        }
    }

    @Test
    void listsNoFileThatIsBeingWritten() throws IOException {
        try (MediaStore store = DirectoryMediaStore.open(folder)) {
            MediaStore.Writing file = store.begin(new RecordingStart("yard", 0, 0, WALL_US));
            file.append(new byte[10]);

            assertThat(store.listAll()).isEmpty();
            assertThat(names()).singleElement().asString().endsWith(".mp4.part");
            assertThat(store.recover()).isZero(); // it is ours, and no leftover

            assertThat(file.complete(5).bytes()).isEqualTo(10);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", ".", "a/../../b", "Ёлка №1", "nul\0byte", "C:\\x", "%2e%2e", "~"})
    void keepsAnyStreamNameInsideTheStore(String stream) throws IOException {
        Path root = folder.resolve("a/b/store");
        try (MediaStore store = DirectoryMediaStore.open(root)) {
            RecordedFile whole = store(store, stream, 0, 1);

            assertThat(store.list(stream, ALWAYS)).containsExactly(whole);
            assertThat(store.listAll()).containsExactly(whole);
            assertThat(names()).singleElement().asString().startsWith("a/b/store/");
        }
    }

    @Test
    void tellsLongNamesApart() throws IOException {
        String name = "й".repeat(199);
        try (MediaStore store = DirectoryMediaStore.open(folder)) {
            RecordedFile one = store(store, name + "1", 0, 1);
            store(store, name + "2", 0, 1);

            assertThat(store.list(name + "1", ALWAYS)).containsExactly(one);
        }
    }

    @Test
    void opensNothingOutsideTheStore() throws IOException {
        Files.writeString(folder.resolve("secret"), "x");
        try (MediaStore store = DirectoryMediaStore.open(folder.resolve("store"))) {
            RecordedFile other = new RecordedFile("../secret", 0, ALWAYS, 0, 1);

            assertThatThrownBy(() -> store.open(other)).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> store.delete(other)).isInstanceOf(IOException.class);
        }
        assertThat(folder.resolve("secret")).exists();
    }

    @Test
    void deletesFilesAndTheFoldersTheyLeaveEmpty() throws IOException {
        Path root = folder.resolve("store");
        try (MediaStore store = DirectoryMediaStore.open(root)) {
            RecordedFile one = store(store, "yard", 0, 1);
            RecordedFile other = store(store, "yard", 5, 6);

            store.delete(one);
            store.delete(one);
            assertThat(store.listAll()).containsExactly(other);
            store.delete(other);

            assertThat(root).isEmptyDirectory();
            store(store, "yard", 7, 8); // the folders come again
        }
    }

    @Test
    void keepsTheWholeFragmentsOfAFileThatBrokeOff() throws IOException {
        Path clip =
                TestClip.make()
                        .video(160, 96, 180, (i, x, y) -> (x + 2 * y + 3 * i) % 256)
                        .with("-g", "30")
                        .write(folder.resolve("clip.ts"));
        byte[] whole =
                Files.readAllBytes(TestRecording.of(clip, 60_000_000).files(folder).get(0).path());
        Path root = folder.resolve("store");
        Path part =
                root.resolve(
                        "yard/2026-05-04/000003-0000000007000000-0000000007000000-"
                                + "20260504T235958500000Z.mp4.part");
        Files.createDirectories(root.resolve("yard/2026-05-04"));
        Files.write(
                part, Arrays.copyOf(whole, whole.length * 3 / 4)); // as a killed process left it
        Files.write(Path.of(part.toString().replace("000003", "000004")), new byte[40]);

        try (MediaStore store = DirectoryMediaStore.open(root)) {
            assertThat(store.recover()).isEqualTo(1);

            RecordedFile kept = store.list("yard", ALWAYS).get(0);
            assertThat(kept.epoch()).isEqualTo(3);
            assertThat(kept.span().startUs()).isEqualTo(7_000_000);
            assertThat(names()).noneMatch(name -> name.endsWith(".part"));
            Path path = root.resolve(kept.key());
            int frames = TestRecording.hashes(path, "-map", "0:v").size();
            assertThat(frames).isBetween(90, 150).matches(n -> n % 30 == 0, "whole GOPs");
            assertThat((double) kept.span().durationUs())
                    .isCloseTo(frames / 30.0 * 1e6, within(1e5));
        }
    }

    @Test
    void sweepsWhatIsOldAndSaysHowMuchIsLeft() throws IOException {
        try (MediaStore store = DirectoryMediaStore.open(folder)) {
            store(store, "yard", 0, 1_000_000);
            RecordedFile young = store(store, "yard", 50_000_000, 60_000_000);
            RetentionSweep sweep =
                    new RetentionSweep(
                            store,
                            new Retention(20_000_000, 1000),
                            InstantSource.fixed(Instant.parse("2026-05-05T00:01:00Z")));

            RetentionSweep.Swept swept = sweep.sweep();

            assertThat(swept)
                    .isEqualTo(new RetentionSweep.Swept(1, 12, 1, 12, java.util.Optional.empty()));
            assertThat(store.listAll()).containsExactly(young);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
    void survivesLeftoversThatAreDamaged(long seed) throws IOException {
        Path clip =
                TestClip.make()
                        .video(64, 48, 20, (i, x, y) -> (x + 2 * y + 3 * i) % 256)
                        .with("-g", "10", "-movflags", "frag_keyframe+empty_moov")
                        .write(folder.resolve("clip.mp4"));
        Path root = folder.resolve("store");
        byte[] bytes = Files.readAllBytes(clip);
        Random random = new Random(seed);
        for (int i = 0; i < 40; i++) {
            byte[] damaged = bytes.clone();
            for (int flip = 0; flip < 30; flip++) {
                damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            }
            Path part =
                    root.resolve(
                            "yard/2026-05-04/%06d-%016d-%016d-20260504T235958500000Z.mp4.part"
                                    .formatted(i, 0, 0));
            Files.createDirectories(root.resolve("yard/2026-05-04"));
            Files.write(part, damaged);
        }

        try (MediaStore store = DirectoryMediaStore.open(root)) {
            int kept = store.recover();

            assertThat(store.listAll()).hasSize(kept);
            assertThat(names()).noneMatch(left -> left.endsWith(".part"));
        }
    }
}
