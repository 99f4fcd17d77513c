package io.watchword.view.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenFileTest {
    private static final Scopes YARD = Scopes.parse(List.of("read:stream:yard"));

    private final Path file;
    private final TokenFile tokens;

    TokenFileTest(@TempDir Path directory) {
        this.file = directory.resolve("tokens");
        this.tokens = new TokenFile(file);
    }

    @Test
    void aSecretIsNeverWritten() throws IOException {
        String secret = tokens.add("wall", YARD, TestClock.NOON, Optional.empty());

        assertThat(secret).startsWith("ww_").hasSize(46); // 256 bits in base64
        assertThat(Files.readString(file))
                .doesNotContain(secret, secret.substring(3))
                .contains(Secret.sha256(secret));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void anotherProcessSeesWhatIsAddedAndRemoved() throws IOException {
        TokenFile other = new TokenFile(file);
        assertThat(other.all()).isEmpty();

        tokens.add("wall", YARD, TestClock.NOON, Optional.of(TestClock.NOON.plusSeconds(60)));
        tokens.add("phone", Scopes.ALL, TestClock.NOON, Optional.empty());
        assertThat(other.all()).isEqualTo(tokens.all()).hasSize(2);
        assertThat(other.all().get(0).expiresAt()).contains(TestClock.NOON.plusSeconds(60));

        assertThat(tokens.remove("wall")).isTrue();
        assertThat(tokens.remove("wall")).isFalse();
        assertThat(other.all()).extracting(ApiToken::name).containsExactly("phone");
    }

    @Test
    void aNameIsGivenOnce() throws IOException {
        tokens.add("wall", YARD, TestClock.NOON, Optional.empty());

        assertThatThrownBy(() -> tokens.add("wall", Scopes.ALL, TestClock.NOON, Optional.empty()))
                .hasMessageContaining("token wall is there already");
        assertThatThrownBy(() -> tokens.add("a b", Scopes.ALL, TestClock.NOON, Optional.empty()))
                .hasMessageContaining("token name \"a b\"");
    }

    @Test
    void aFileThatOthersMayWriteIsNotBelieved() throws IOException {
        tokens.add("wall", YARD, TestClock.NOON, Optional.empty());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-r--"));

        assertThatThrownBy(() -> new TokenFile(file).all())
                .hasMessageContaining("permissions rw-rw-r--, required rw-------");
    }

    @Test
    void aLineThatIsNoTokenIsNamed() throws IOException {
        tokens.add("wall", YARD, TestClock.NOON, Optional.empty());
        Files.writeString(file, Files.readString(file) + "{\"name\":\"x\"}\n");

        assertThatThrownBy(() -> new TokenFile(file).all()).hasMessageContaining(":2 is no token");
    }
}
