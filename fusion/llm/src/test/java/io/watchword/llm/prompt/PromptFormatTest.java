package io.watchword.llm.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.watchword.contract.Modality;
import io.watchword.llm.testing.Models;
import org.junit.jupiter.api.Test;

class PromptFormatTest {
    @Test
    void readsTheSectionOfABundle() {
        PromptFormat format = Models.format(Models.PROMPT);

        assertThat(format.segment()).isEqualTo("<seg>");
        assertThat(format.order())
                .containsExactly(Modality.SPATIAL, Modality.MOTION, Modality.AUDIO);
        assertThat(format.delimiters().get(Modality.MOTION))
                .isEqualTo(new PromptFormat.Enclosure("<m>", "</m>"));
        assertThat(format.languages()).containsOnlyKeys("en", "ru");
        assertThat(format.question()).isEmpty();
    }

    @Test
    void namesTheKeyThatIsMissing() {
        assertThatThrownBy(() -> Models.format("{\"segment\": \"<seg>\"}"))
                .hasMessage("languageModel.prompt.order is missing");
        assertThatThrownBy(() -> Models.format(Models.PROMPT.replace("\"</a>\"", "1, 2")))
                .hasMessage("languageModel.prompt: \"audio\" is not a pair of start and end");
        assertThatThrownBy(() -> Models.format(Models.PROMPT.replace("\"audio\"]", "\"smell\"]")))
                .hasMessage("languageModel.prompt.order has an unknown modality \"smell\"");
    }

    @Test
    void hashChangesWithFormatLanguageAndQuestion() {
        PromptFormat format = Models.format(Models.PROMPT);

        String hash = format.sha256("en", "");

        assertThat(hash).hasSize(64).isEqualTo(format.sha256("en", ""));
        assertThat(hash)
                .isNotEqualTo(format.sha256("ru", ""))
                .isNotEqualTo(format.sha256("en", "Why?"))
                .isNotEqualTo(Models.format(Models.PROMPT_WITH_QUESTION).sha256("en", ""));
    }
}
