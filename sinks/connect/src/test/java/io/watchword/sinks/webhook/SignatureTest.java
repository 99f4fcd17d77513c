package io.watchword.sinks.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class SignatureTest {
    private static final Instant AT = Instant.ofEpochSecond(1_614_265_330);
    private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(UTF_8);

    /** The example of the specification's reference libraries. */
    @Test
    void signsAsTheStandardSays() {
        Signature signature = Signature.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

        assertThat(signature.sign(ID, AT, BODY))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void dependsOnIdTimeBodyAndSecret() {
        Signature signature = Signature.of("sixteen bytes or more");
        String signed = signature.sign(ID, AT, BODY);

        assertThat(signature.sign("other", AT, BODY)).isNotEqualTo(signed);
        assertThat(signature.sign(ID, AT.plusSeconds(1), BODY)).isNotEqualTo(signed);
        assertThat(signature.sign(ID, AT, new byte[] {1})).isNotEqualTo(signed);
        assertThat(Signature.of("another secret of mine").sign(ID, AT, BODY)).isNotEqualTo(signed);
        assertThat(Signature.of(" sixteen bytes or more\n").sign(ID, AT, BODY)).isEqualTo(signed);
    }

    @Test
    void refusesShortSecretsWithoutShowingThem() {
        assertThatThrownBy(() -> Signature.of("hunter2"))
                .hasMessage("required a secret of at least 16 bytes, found 7");
        assertThatThrownBy(() -> Signature.of("whsec_%%%"))
                .hasMessage("required base64 after whsec_");
        assertThat(Signature.of("sixteen bytes or more").toString()).doesNotContain("sixteen");
    }
}
