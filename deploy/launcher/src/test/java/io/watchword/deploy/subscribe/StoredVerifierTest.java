package io.watchword.deploy.subscribe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StoredVerifierTest {
    @Test
    void wordsBecomeAQuestionForYesOrNo() {
        assertThat(StoredVerifier.question("someone runs", "en"))
                .isEqualTo("Is it so that someone runs?");
        assertThat(StoredVerifier.question("кто-то бежит.", "ru"))
                .isEqualTo("Верно ли, что кто-то бежит?");
        assertThat(StoredVerifier.question("Is there a car?", "en")).isEqualTo("Is there a car?");
        assertThat(StoredVerifier.question("a\nb\u001b", "en")).isEqualTo("Is it so that a b ?");
    }
}
