package io.watchword.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.watchword.llm.testing.RemoteConfigs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteConfigTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://llm.example/v1",
                "http://localhost:8000/v1",
                "http://127.0.0.1:8000/v1",
                "http://[::1]:8000/v1"
            })
    void takesTlsAnywhereAndPlainHttpToThisMachine(String url) {
        assertThatCode(() -> new RemoteConfigs().at(url)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://llm.example/v1",
                "http://10.0.0.1/v1",
                "http://127.0.0.1.example/v1",
                "http://localhost.example/v1",
                "http://[2001:db8::1]/v1"
            })
    void sendsNothingInPlainTextElsewhereUnlessAllowed(String url) {
        assertThatThrownBy(() -> new RemoteConfigs().at(url))
                .hasMessageStartingWith("llm.remote.url is plain http to ");
        assertThatCode(() -> new RemoteConfigs().plainHttp().at(url)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://me:canary@llm.example/v1",
                "https://llm.example/v1?key=canary",
                "https://llm.example/v1#canary",
                "ftp://llm.example/canary",
                "canary",
                "https://canary canary/"
            })
    void refusesAnAddressThatIsNoneWithoutRepeatingIt(String url) {
        assertThatThrownBy(() -> new RemoteConfigs().at(url))
                .hasMessageStartingWith("llm.remote.url ")
                .hasMessageNotContaining("canary");
    }

    @Test
    void asksVllmForProbabilitiesAlways() {
        assertThatThrownBy(() -> new RemoteConfigs().withoutLogprobs().at("https://llm.example"))
                .hasMessage(
                        "llm.remote.logprobs is false: only servers of protocol chat can do"
                                + " without");
    }

    @Test
    void namesAnOperationBelowTheAddressWithOneSlash() {
        assertThat(new RemoteConfigs().at("https://llm.example/v1").endpoint("completions"))
                .hasToString("https://llm.example/v1/completions");
        assertThat(new RemoteConfigs().at("https://llm.example/v1/").endpoint("completions"))
                .hasToString("https://llm.example/v1/completions");
    }

    @Test
    void asManyRequestsRunAsTheAnsweringSideAllows() {
        LlmConfig local = LlmConfig.DEFAULT;
        LlmConfig remote = RemoteConfigs.llm(new RemoteConfigs().at("https://a.example"));

        assertThat(local.answerThreads()).isEqualTo(16 + 64);
        assertThat(local.queuedForThreads()).isZero();
        assertThat(remote.answerThreads()).isEqualTo(4);
        assertThat(remote.queuedForThreads()).isEqualTo(64);
    }
}
