package io.watchword.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ArgumentsTest {
    @Test
    void whatTheScriptHandedOverStandsInItsPlace() {
        String[] args = {
            "up", "--source", "env:WATCHWORD_ARG_0", "env:HOME", "env:WATCHWORD_ARG_9"
        };

        assertThat(
                        Arguments.resolve(
                                args,
                                Map.of("WATCHWORD_ARG_0", "rtsp://u:p@h/1", "HOME", "/home/x")))
                .containsExactly(
                        "up", "--source", "rtsp://u:p@h/1", "env:HOME", "env:WATCHWORD_ARG_9");
    }

    @Test
    void messagesDoNotRepeatPasswords() {
        assertThat(
                        Arguments.withoutSecrets(
                                "Unmatched argument at index 1: 'rtsp://u:canary@h/1?k=canary'",
                                "up",
                                "rtsp://u:canary@h/1?k=canary"))
                .isEqualTo("Unmatched argument at index 1: 'rtsp://***@h/1?k=***'");
        assertThat(
                        Arguments.withoutSecrets(
                                "Unknown option: '--src=ftp://u:canary@h'",
                                "--src=ftp://u:canary@h"))
                .isEqualTo("Unknown option: '--src=ftp://***'");
    }
}
