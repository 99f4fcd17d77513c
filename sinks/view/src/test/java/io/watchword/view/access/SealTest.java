package io.watchword.view.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SealTest {
    private static final String SECRET = "0123456789abcdef0123456789abcdef";
    private final Seal seal = new Seal(SECRET, "session");

    @Test
    void whatWasSealedOpensWithTheSameSecretForTheSamePurposeAlone() {
        String sealed = seal.seal("eve, until noon");

        assertThat(sealed).matches("[A-Za-z0-9_-]+").doesNotContain("eve");
        assertThat(seal.seal("eve, until noon")).isNotEqualTo(sealed);
        assertThat(new Seal(SECRET, "session").open(sealed)).contains("eve, until noon");
        assertThat(new Seal(SECRET, "sign-in").open(sealed)).isEmpty();
        assertThat(new Seal(SECRET + "x", "session").open(sealed)).isEmpty();
    }

    @Test
    void whatWasChangedDoesNotOpen() {
        String sealed = seal.seal("eve");
        for (int at = 0; at < sealed.length(); at++) {
            char other = sealed.charAt(at) == 'A' ? 'Q' : 'A'; // other bits that count, also last
            String changed = sealed.substring(0, at) + other + sealed.substring(at + 1);

            assertThat(seal.open(changed)).as("at %d", at).isEmpty();
        }
        for (String none : new String[] {"", "A", "%%%", sealed + "AAAA", sealed.substring(4)}) {
            assertThat(seal.open(none)).isEmpty();
        }
    }

    @Test
    void aSecretThatCouldBeGuessedIsNotTaken() {
        assertThatThrownBy(() -> new Seal("short", "session"))
                .hasMessage("a secret of 5 characters, required at least 32");
    }
}
