package io.watchword.deploy.describe;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceFilesTest {
    private final Path directory;

    SourceFilesTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void saysOfEachSourceWhyItCannotBeRead() throws Exception {
        Path empty = Files.createFile(directory.resolve("empty.mp4"));
        Path dangling =
                Files.createSymbolicLink(directory.resolve("link.mp4"), Path.of("nowhere.mp4"));

        SourceFiles sources =
                SourceFiles.check(
                        List.of(
                                directory.resolve("missing.mp4").toString(),
                                directory.toString(),
                                empty.toString(),
                                dangling.toString()));

        assertThat(sources.readable()).isEmpty();
        assertThat(sources.unreadable())
                .extracting(SourceFiles.Unreadable::reason)
                .containsExactly(
                        "no such file",
                        "is a directory, not a file",
                        "is empty",
                        "a link to a file that does not exist");
    }

    @Test
    void aFileNamedTwiceIsReadOnce() throws Exception {
        Path clip = Files.writeString(directory.resolve("clip.mp4"), "x");
        Path detour = directory.resolve("..").resolve(directory.getFileName()).resolve("clip.mp4");

        SourceFiles sources = SourceFiles.check(List.of(clip.toString(), detour.toString()));

        assertThat(sources.readable()).containsExactly(clip);
    }

    @Test
    void tellsAddressesFromFileNames() {
        assertThat(SourceFiles.isUrl("rtsp://camera/1")).isTrue();
        assertThat(SourceFiles.isUrl("https://example.org/clip.mp4")).isTrue();
        assertThat(SourceFiles.isUrl("C:/clips/a.mp4")).isFalse();
        assertThat(SourceFiles.isUrl("a:b.mp4")).isFalse();
    }
}
