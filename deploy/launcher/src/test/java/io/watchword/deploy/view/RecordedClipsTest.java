package io.watchword.deploy.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.watchword.contract.TimeSpan;
import io.watchword.ingest.record.DirectoryMediaStore;
import io.watchword.ingest.record.MediaStore;
import io.watchword.ingest.record.RecordedFile;
import io.watchword.ingest.record.RecordedFiles;
import io.watchword.ingest.record.RecordingStart;
import io.watchword.view.media.Clip;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.ffmpeg.ffmpeg;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class RecordedClipsTest {
    private static final TimeSpan EVENT = new TimeSpan(102_500_000, 103_000_000);

    @SuppressWarnings("NullAway.Init") // by JUnit
    @TempDir
    Path folder;

    private final List<String> opened = new ArrayList<>();
    private final List<RecordedFile> deletedMeanwhile = new ArrayList<>();

    /** Two seconds of pictures, a key frame each second. */
    @BeforeEach
    void makeSource() throws IOException, InterruptedException {
        Process made =
                new ProcessBuilder()
                        .inheritIO()
                        .command(
                                Loader.load(ffmpeg.class),
                                "-v",
                                "error",
                                "-nostdin",
                                "-f",
                                "lavfi",
                                "-i",
                                "testsrc=size=160x96:rate=25:duration=2",
                                "-pix_fmt",
                                "yuv420p",
                                "-c:v",
                                "libopenh264",
                                "-g",
                                "25",
                                "-movflags",
                                "frag_keyframe+empty_moov+default_base_moof",
                                source().toString())
                        .start();
        assertThat(made.waitFor()).isZero();
    }

    private Path source() {
        return folder.resolve("source.mp4");
    }

    /** Three files of two seconds, at 100 s to 106 s of stream "yard". */
    private void record() throws IOException {
        byte[] bytes = Files.readAllBytes(source());
        try (MediaStore store = DirectoryMediaStore.open(folder.resolve("media"))) {
            for (long startUs = 100_000_000; startUs < 106_000_000; startUs += 2_000_000) {
                MediaStore.Writing writing =
                        store.begin(
                                new RecordingStart(
                                        "yard", 0, startUs, 1_800_000_000_000_000L + startUs));
                writing.append(bytes);
                writing.complete(startUs + 2_000_000);
            }
        }
    }

    private RecordedClips open(Optional<RecordedClips.Original> original) throws IOException {
        return RecordedClips.open(
                new Watched(DirectoryMediaStore.open(folder.resolve("media"))),
                folder.resolve("clips"),
                streamId -> original);
    }

    /** Says which files were opened, and may delete one between listing and opening. */
    private class Watched implements RecordedFiles {
        private final RecordedFiles files;

        Watched(RecordedFiles files) {
            this.files = files;
        }

        @Override
        public List<RecordedFile> list(String streamId, TimeSpan span) throws IOException {
            return files.list(streamId, span);
        }

        @Override
        public InputStream open(RecordedFile file) throws IOException {
            opened.add(file.key());
            if (deletedMeanwhile.contains(file)) {
                throw new NoSuchFileException(file.key());
            }
            return files.open(file);
        }

        @Override
        public void close() {
            files.close();
        }
    }

    @Test
    void makesAClipOfTheFilesAroundAnEventOnce() throws IOException {
        record();
        try (RecordedClips clips = open(Optional.empty())) {
            Clip clip = clips.clip("yard", EVENT).orElseThrow();

            assertThat(clip.file()).isNotEmptyFile();
            assertThat(clip.span().startUs()).isBetween(100_000_000L, 101_000_000L);
            assertThat(clip.span().endUs()).isBetween(105_000_000L, 106_000_000L);
            assertThat(opened).hasSize(3);
            assertThat(clips.clip("yard", EVENT)).contains(clip);
            assertThat(opened).hasSize(3);
            assertThat(folder.resolve("clips")).isDirectoryNotContaining("glob:**.part");
        }
        assertThat(folder.resolve("clips")).isEmptyDirectory();
    }

    @Test
    void passesOverAFileThatRetentionDeletesMeanwhile() throws IOException {
        record();
        try (RecordedClips clips = open(Optional.empty());
                MediaStore store = DirectoryMediaStore.open(folder.resolve("media"))) {
            deletedMeanwhile.add(store.list("yard", EVENT).get(0));

            Clip clip = clips.clip("yard", EVENT).orElseThrow();

            assertThat(opened).hasSize(3);
            assertThat(clip.file()).isNotEmptyFile();
        }
    }

    @Test
    void cutsTheFileThatIsTheSourceWhereNothingIsRecorded() throws IOException {
        try (RecordedClips clips =
                open(Optional.of(new RecordedClips.Original(source(), 500_000)))) {
            Clip clip = clips.clip("attic", new TimeSpan(0, 1_000_000)).orElseThrow();

            assertThat(clip.file()).isNotEmptyFile();
            assertThat(source()).isNotEmptyFile();
        }
    }

    @Test
    void hasNoClipOfWhatIsNowhere() throws IOException {
        record();
        try (RecordedClips clips = open(Optional.empty())) {
            assertThat(clips.clip("attic", EVENT)).isEmpty();
            assertThat(clips.clip("yard", new TimeSpan(900_000_000, 901_000_000))).isEmpty();
        }
    }

    @Test
    void saysThatTheStoreDoesNotAnswerAndKeepsNothing() throws IOException {
        record();
        RecordedFiles broken =
                new Watched(DirectoryMediaStore.open(folder.resolve("media"))) {
                    @Override
                    public InputStream open(RecordedFile file) throws IOException {
                        throw new IOException("bucket media answers 500");
                    }
                };
        try (RecordedClips clips =
                RecordedClips.open(broken, folder.resolve("clips"), streamId -> Optional.empty())) {
            assertThatThrownBy(() -> clips.clip("yard", EVENT)).hasMessageContaining("answers 500");
        }
        assertThat(folder.resolve("clips")).isEmptyDirectory();
    }

    @Test
    void deletesWhatAnEarlierRunLeft() throws IOException {
        Files.createDirectories(folder.resolve("clips"));
        Files.writeString(folder.resolve("clips/old.mp4"), "x");

        open(Optional.empty()).close();

        assertThat(folder.resolve("clips")).isEmptyDirectory();
    }
}
