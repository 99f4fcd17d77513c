package io.watchword.deploy.allinone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.watchword.deploy.UserMistake;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
    private final Path directory;

    DataDirectoryTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void theUsersDirectoryIsWhereTheSystemKeepsSuchThings() {
        Path home = Path.of("/home/x");

        assertThat(DataDirectory.ofUser(Map.of("XDG_DATA_HOME", "/data"), "Linux", home))
                .isEqualTo(Path.of("/data/watchword"));
        assertThat(DataDirectory.ofUser(Map.of("XDG_DATA_HOME", "data"), "Linux", home))
                .isEqualTo(Path.of("/home/x/.local/share/watchword"));
        assertThat(DataDirectory.ofUser(Map.of(), "Mac OS X", home))
                .isEqualTo(Path.of("/home/x/Library/Application Support/watchword"));
    }

    @Test
    void isHeldByOneAtATime() {
        Path data = directory.resolve("data");

        try (DataDirectory held = DataDirectory.open(data)) {
            assertThat(held.isTemporary()).isFalse();
            assertThatThrownBy(() -> DataDirectory.open(data))
                    .isInstanceOf(UserMistake.class)
                    .hasMessage("data directory " + data + " is in use by another process");
        }

        DataDirectory.open(data).close();
    }

    @Test
    void refusesTheWorkOfAnotherBundle() throws Exception {
        Path data = directory.resolve("data");
        try (DataDirectory first = DataDirectory.open(data)) {
            first.holdOnly("tiny 1", "aaaa");
        }

        try (DataDirectory again = DataDirectory.open(data)) {
            again.holdOnly("tiny 1", "aaaa");

            assertThatThrownBy(() -> again.holdOnly("other 2", "bbbb"))
                    .isInstanceOf(UserMistake.class)
                    .hasMessageContaining("was made with bundle tiny 1");
        }
    }

    @Test
    void remembersWhatWentInUnderWhichSettings() throws Exception {
        Path path = directory.resolve("data");
        try (DataDirectory data = DataDirectory.open(path)) {
            data.noteTaken("clip-0123abcd", "english");
        }

        try (DataDirectory data = DataDirectory.open(path)) {
            assertThat(data.isTaken("clip-0123abcd", "english")).isTrue();
            assertThat(data.isTaken("clip-0123abcd", "russian")).isFalse();
            assertThat(data.isTaken("other-0123abcd", "english")).isFalse();
        }
    }

    @Test
    void aTemporaryOneLeavesNothingBehind() throws Exception {
        DataDirectory data = DataDirectory.temporary();
        Files.writeString(data.logs().resolve("watchword.log"), "line");

        data.close();

        assertThat(data.logs().getParent()).doesNotExist();
    }

    @Test
    void saysThatAFileIsNoDirectory() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));

        assertThatThrownBy(() -> DataDirectory.open(file))
                .isInstanceOf(UserMistake.class)
                .hasMessage("data directory " + file + ": not a directory");
    }
}
