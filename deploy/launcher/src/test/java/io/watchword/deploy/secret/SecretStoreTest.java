package io.watchword.deploy.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretStoreTest {
    private final Path directory;
    private final SecretStore store;

    SecretStoreTest(@TempDir Path directory) {
        this.directory = directory.resolve("secrets");
        this.store = SecretStore.open(this.directory, Map.of("YARD_PASSWORD", "from outside"));
    }

    @BeforeEach
    void keepTwo() throws Exception {
        store.put("yard~password", "p@ss:w/ört\n");
        store.put("yard2~password", "other");
    }

    @Test
    void aSecretComesBackAsItWasPut() {
        assertThat(store.find("secret:yard~password")).contains("p@ss:w/ört\n");
        assertThat(store.find("secret:none")).isEmpty();
    }

    @Test
    void otherNamesAreEnvironmentVariables() {
        assertThat(store.find("YARD_PASSWORD")).contains("from outside");
        assertThat(store.find("yard~password")).isEmpty();
    }

    @Test
    void onlyTheOwnerMayReadWhatIsKept() throws Exception {
        assertThat(permissions(directory)).isEqualTo("rwx------");
        assertThat(permissions(directory.resolve("yard~password"))).isEqualTo("rw-------");
    }

    @Test
    void aDirectoryThatOthersMayEnterIsClosed() throws Exception {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));

        SecretStore.open(directory, Map.of());

        assertThat(permissions(directory)).isEqualTo("rwx------");
    }

    @Test
    void whatOthersMayHaveReadIsRefusedWithoutShowingIt() throws Exception {
        Files.setPosixFilePermissions(
                directory.resolve("yard~password"), PosixFilePermissions.fromString("rw-r-----"));

        assertThatThrownBy(() -> store.find("secret:yard~password"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("rw-r-----, required rw-------")
                .hasMessageNotContaining("p@ss");
    }

    @Test
    void aStreamsSecretsGoWithItAndOthersStay() throws Exception {
        store.put("yard~token", "t");
        store.put("yard~password", "changed");

        store.deleteOf("yard");

        assertThat(names()).containsExactly("yard2~password");
    }

    @Test
    void namesCannotLeaveTheDirectory() throws Exception {
        Files.writeString(directory.resolveSibling("outside"), "x");

        assertThat(store.find("secret:../outside")).isEmpty();
        assertThatThrownBy(() -> store.put("../outside", "y"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private List<String> names() throws Exception {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static String permissions(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
