package io.watchword.llm.dense;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.watchword.contract.TimeSpan;
import io.watchword.llm.testing.ByteTokenizer;
import io.watchword.llm.testing.DenseModels;
import io.watchword.llm.token.Tokenizer;
import java.util.List;
import org.junit.jupiter.api.Test;

class DenseParserTest {
    private static final TimeSpan PROMPT = new TimeSpan(2_000_000, 12_000_000);

    private final Tokenizer tokenizer = DenseModels.tokenizer();
    private final DenseParser parser = new DenseParser(DenseModels.vocabulary(), tokenizer);

    private List<String> parse(String answer, boolean whole) {
        return parser.parse(tokenizer.encode(answer), whole, PROMPT).stream()
                .map(
                        e ->
                                e.span().startUs() / 1_000_000
                                        + "-"
                                        + e.span().endUs() / 1_000_000
                                        + " "
                                        + e.text())
                .toList();
    }

    @Test
    void readsPairsOfTimesAndTheWordsAfterThem() {
        assertThat(parse("<time 0><time 3> a car<time 3><time 10> a person walks", true))
                .containsExactly("2-5 a car", "5-12 a person walks");
    }

    @Test
    void takesThreeTimesInARowForOneEvent() {
        assertThat(parse("<time 1><time 2><time 4> a car<time 5> stops", true))
                .containsExactly("3-4 a car stops");
        assertThat(parse("<time 7> a car", true)).isEmpty();
    }

    @Test
    void dropsAnEventThatEndsWhereItStartsOrBefore() {
        assertThat(parse("<time 3><time 3> a<time 5><time 4> b<time 5><time 6> c", true))
                .containsExactly("7-8 c");
    }

    @Test
    void dropsAnEventWithoutWords() {
        assertThat(parse("<time 0><time 1> \n<time 5><time 6> c", true)).containsExactly("7-8 c");
    }

    @Test
    void leavesOutTheLastEventOfAnAnswerThatWasCutOff() {
        assertThat(parse("<time 0><time 1> a<time 5><time 6> a c", false)).containsExactly("2-3 a");
    }

    @Test
    void ordersByStart() {
        assertThat(parse("<time 5><time 6> late<time 0><time 1> early", true))
                .containsExactly("2-3 early", "7-8 late");
    }

    @Test
    void refusesATokenizerThatLacksATimeToken() {
        assertThatThrownBy(
                        () ->
                                new DenseVocabulary(
                                        DenseModels.format().events().orElseThrow(),
                                        new ByteTokenizer("<time 0>"),
                                        ByteTokenizer.EOS))
                .hasMessage(
                        "languageModel.prompt.events: \"<time 1>\" is 8 tokens of the tokenizer,"
                                + " required 1");
    }
}
