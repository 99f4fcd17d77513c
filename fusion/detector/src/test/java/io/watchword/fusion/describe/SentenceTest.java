package io.watchword.fusion.describe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SentenceTest {
    @Test
    void acceptsSentencesInAnyScript() {
        assertThat(Sentence.problem("Днём, камера неподвижна: ничего не движется.")).isEmpty();
        assertThat(Sentence.problem("a".repeat(2048))).isEmpty();
    }

    @Test
    void refusesWhatIsEmptyOrTooLong() {
        assertThat(Sentence.problem(" ")).contains("text is empty");
        assertThat(Sentence.problem("я".repeat(1025)))
                .contains("text has 2050 bytes, at most 2048 are allowed");
    }

    @Test
    void refusesCharactersThatHideReorderOrBreak() {
        assertThat(Sentence.problem("a\u001b[31mb")).contains("text holds character U+001B");
        assertThat(Sentence.problem("a\nb")).contains("text holds character U+000A");
        assertThat(Sentence.problem("a\u202eb")).contains("text holds character U+202E");
        assertThat(Sentence.problem("a\ud800b")).contains("text holds character U+D800");
        assertThat(Sentence.problem("a\ufffdb")).contains("text holds character U+FFFD");
    }

    @Test
    void refusesMarkupAndNotEverySmallerThan() {
        for (String markup :
                List.of("<b>a car", "see </p>", "<!DOCTYPE html>", "<img src=x>", "a <!-- b")) {
            assertThat(Sentence.problem(markup)).contains("text looks like markup");
        }
        assertThat(Sentence.problem("a < b, 3 <4> 2")).isEmpty();
    }
}
