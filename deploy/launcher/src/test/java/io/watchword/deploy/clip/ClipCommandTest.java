package io.watchword.deploy.clip;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.deploy.ExitCode;
import io.watchword.deploy.Main;
import io.watchword.deploy.terminal.Terminal;
import io.watchword.ingest.record.DirectoryMediaStore;
import io.watchword.ingest.record.MediaStore;
import io.watchword.ingest.record.RecordingStart;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.ffmpeg.ffmpeg;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClipCommandTest {
    private static final long ORIGIN_UNIX_US = 1_777_900_000_000_000L;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @SuppressWarnings("NullAway.Init") // by JUnit
    @TempDir
    Path folder;

    private int clip(String... options) {
        Terminal terminal =
                new Terminal(
                        new PrintStream(out, true, UTF_8),
                        new PrintStream(err, true, UTF_8),
                        false,
                        Integer.MAX_VALUE);
        String[] all = new String[options.length + 3];
        all[0] = "clip";
        all[1] = "--data";
        all[2] = folder.resolve("data").toString();
        System.arraycopy(options, 0, all, 3, options.length);
        return Main.run(terminal, folder, all);
    }

    /** Three files of two seconds, at 100 s to 106 s of the stream. */
    @BeforeEach
    void record() throws IOException, InterruptedException {
        Path file = folder.resolve("source.mp4");
        Process made =
                new ProcessBuilder()
                        .inheritIO()
                        .command(
                                List.of(
                                        Loader.load(ffmpeg.class),
                                        "-v",
                                        "error",
                                        "-nostdin",
                                        "-f",
                                        "lavfi",
                                        "-i",
                                        "testsrc=size=160x96:rate=25:duration=2",
                                        "-c:v",
                                        "mpeg4",
                                        "-g",
                                        "25",
                                        "-movflags",
                                        "frag_keyframe+empty_moov+default_base_moof",
                                        file.toString()))
                        .start();
        assertThat(made.waitFor()).isZero();
        byte[] bytes = Files.readAllBytes(file);
        try (MediaStore store = DirectoryMediaStore.open(folder.resolve("data/media"))) {
            for (long startUs = 100_000_000; startUs < 106_000_000; startUs += 2_000_000) {
                MediaStore.Writing writing =
                        store.begin(
                                new RecordingStart("yard", 0, startUs, ORIGIN_UNIX_US + startUs));
                writing.append(bytes);
                writing.complete(startUs + 2_000_000);
            }
        }
    }

    @Test
    void writesTheClipAndSaysItsSpan() {
        Path file = folder.resolve("out/clip.mp4");

        int code = clip("yard", "--from", "101.2s", "--to", "104.5s", "--out", file.toString());

        assertThat(err.toString(UTF_8)).isEmpty();
        assertThat(code).isEqualTo(ExitCode.OK);
        assertThat(file).isNotEmptyFile();
        assertThat(out.toString(UTF_8))
                .startsWith("wrote " + file + ": yard from 101.000s to 105.000s, ");
        assertThat(folder.resolve("out")).isDirectoryNotContaining("regex:.*part.*");
    }

    @Test
    void overwritesNothing() throws IOException {
        Path file = Files.writeString(folder.resolve("precious.mp4"), "x");

        int code = clip("yard", "--from", "101s", "--to", "102s", "--out", file.toString());

        assertThat(code).isEqualTo(ExitCode.BAD_USE);
        assertThat(file).hasContent("x");
    }

    @Test
    void saysWhatIsNotRecorded() {
        assertThat(clip("gate", "--from", "101s", "--to", "102s")).isEqualTo(ExitCode.UNREADABLE);
        assertThat(clip("yard", "--from", "1s", "--to", "2s")).isEqualTo(ExitCode.UNREADABLE);

        assertThat(err.toString(UTF_8))
                .contains("nothing of gate is recorded")
                .contains("nothing of the span is recorded");
    }

    @Test
    void namesEveryMistakeOfItsUser() {
        assertThat(clip("yard", "--from", "101s")).isEqualTo(ExitCode.BAD_USE);
        assertThat(clip("../x", "--from", "1s", "--to", "2s")).isEqualTo(ExitCode.BAD_USE);
        assertThat(clip("yard", "--from", "noon", "--to", "2s")).isEqualTo(ExitCode.BAD_USE);

        assertThat(err.toString(UTF_8))
                .contains("--to")
                .contains("Try: watchword clip --help")
                .contains("\"../x\" is not a stream's name")
                .contains("--from is \"noon\"");
    }
}
