package io.watchword.sinks.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    private final Path directory;

    AtomicFileTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void replacesTheContentsAndLeavesNothingElse() throws IOException {
        Path file = directory.resolve("a.txt");

        AtomicFile.write(file, "one");
        AtomicFile.write(file, "два");

        assertThat(file).hasContent("два");
        assertThat(names()).containsExactly("a.txt");
    }

    @Test
    void leavesTheOldContentsWhenItStopsBeforeTheRename() throws IOException {
        Path file = directory.resolve("a.txt");
        AtomicFile.write(file, "old");

        Path staged = AtomicFile.stage(file, "new".getBytes(UTF_8));

        assertThat(file).hasContent("old");
        assertThat(staged).hasParent(directory).hasContent("new");
    }

    @Test
    void goesOnAfterAProcessThatWasKilledBeforeTheRename() throws IOException {
        Path file = directory.resolve("a.txt");
        Path temporary =
                AtomicFile.stage(
                        file, "a much longer text that was never put in its place".getBytes(UTF_8));

        AtomicFile.write(file, "new");

        assertThat(file).hasContent("new");
        assertThat(temporary).doesNotExist();
    }

    @Test
    void removesLeftoversOfItsOwnKindOnly() throws IOException {
        AtomicFile.stage(directory.resolve("a.vtt"), "left".getBytes(UTF_8));
        AtomicFile.stage(directory.resolve("a.jsonl"), "in use by another".getBytes(UTF_8));
        Files.writeString(directory.resolve("notes.vtt.tmp"), "a user's");

        AtomicFile.removeLeftovers(directory, ".vtt");

        assertThat(names()).containsExactlyInAnyOrder(".watchword-a.jsonl.tmp", "notes.vtt.tmp");
    }

    @Test
    void doesNotFollowALinkInTheTemporaryFilesPlace() throws IOException {
        Path file = directory.resolve("a.txt");
        Path precious = Files.writeString(directory.resolve("precious"), "precious");
        Files.createSymbolicLink(AtomicFile.temporary(file), precious);

        AtomicFile.write(file, "new");

        assertThat(precious).hasContent("precious");
        assertThat(file).hasContent("new");
    }

    @Test
    void namesTheFileThatCannotBeWritten() {
        Path file = directory.resolve("missing").resolve("a.txt");

        assertThatThrownBy(() -> AtomicFile.write(file, "x"))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void isWholeWheneverTheProcessIsKilled() throws Exception {
        Path file = directory.resolve("a.txt");
        Process writer =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                AlternatingWriter.class.getName(),
                                file.toString())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try (BufferedReader lines = writer.inputReader()) {
            for (int i = 0; i < 21; i++) {
                assertThat(lines.readLine()).isEqualTo("written");
            }
        } finally {
            writer.destroyForcibly().waitFor();
        }

        assertThat(Files.readString(file))
                .isIn(AlternatingWriter.TEXTS.get(0), AlternatingWriter.TEXTS.get(1));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(path -> path.getFileName().toString()).toList();
        }
    }

    /** Writes two texts in turn until somebody kills it. */
    static final class AlternatingWriter {
        static final List<String> TEXTS = List.of("a".repeat(300_000), "b".repeat(700_000));

        private AlternatingWriter() {}

        public static void main(String[] args) {
            for (int i = 0; ; i++) {
                AtomicFile.write(Path.of(args[0]), TEXTS.get(i % 2));
                System.out.println("written");
            }
        }
    }
}
