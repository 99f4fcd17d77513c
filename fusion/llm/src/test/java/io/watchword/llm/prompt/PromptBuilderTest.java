package io.watchword.llm.prompt;

import static io.watchword.contract.Modality.AUDIO;
import static io.watchword.contract.Modality.MOTION;
import static io.watchword.contract.Modality.SPATIAL;
import static io.watchword.llm.testing.Models.block;
import static io.watchword.llm.testing.Models.request;
import static io.watchword.llm.testing.Models.segment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.watchword.contract.TokenLedger;
import io.watchword.llm.testing.ByteTokenizer;
import io.watchword.llm.testing.Models;
import io.watchword.llm.testing.ScaleProjector;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PromptBuilderTest {
    private static final int SEG = 257;
    private static final int S = 258;
    private static final int S_END = 259;
    private static final int M = 260;
    private static final int M_END = 261;
    private static final int A = 262;
    private static final int A_END = 263;
    private static final int EN = 264;
    private static final int RU = 265;

    private final PromptBuilder prompts = builder(Models.PROMPT);

    private static PromptBuilder builder(String format) {
        return new PromptBuilder(Models.format(format), Models.tokenizer(), new ScaleProjector());
    }

    @Test
    void placesEachModalityBetweenItsDelimitersInTheOrderOfTheBundle() {
        CaptionRequest request =
                request(
                        "ru",
                        segment(0, block(AUDIO, 2, 3, 3), block(SPATIAL, 2, 3, 1)),
                        segment(2_000_000, block(MOTION, 4, 3, 2)));

        Prompt prompt = prompts.build(request);

        assertThat(text(prompt.pieces()))
                .isEqualTo(
                        List.of(
                                List.of(SEG, S),
                                "SPATIAL 2 [5.0, 5.0, 5.0, 5.0]",
                                List.of(S_END, A),
                                "AUDIO 1 [15.0, 15.0]",
                                List.of(A_END, SEG, M),
                                "MOTION 2 [10.0, 10.0, 10.0, 10.0]",
                                List.of(M_END),
                                List.of(RU)));
    }

    @Test
    void countsEveryPositionByWhatItCarries() {
        CaptionRequest request =
                request(
                        "en",
                        segment(0, block(SPATIAL, 2, 3, 1), block(AUDIO, 2, 3, 3)),
                        segment(2_000_000, block(SPATIAL, 2, 3, 1), block(MOTION, 4, 3, 2)));

        Prompt prompt = prompts.build(request);

        assertThat(prompt.ledger()).isEqualTo(new TokenLedger(1, 4, 2, 1, 0, 10, 0));
        assertThat(prompt.positions()).isEqualTo(18);
    }

    @Test
    void putsTheQuestionBetweenTheSegmentsAndTheLanguage() {
        CaptionRequest request =
                new CaptionRequest(
                        "e",
                        Models.SHA256,
                        "en",
                        List.of(segment(0, block(SPATIAL, 2, 3, 1))),
                        "Hi",
                        0);

        Prompt prompt = builder(Models.PROMPT_WITH_QUESTION).build(request);

        assertThat(text(prompt.pieces()).subList(2, 4))
                .isEqualTo(List.of(List.of(S_END), List.of(266, (int) 'H', (int) 'i', 267, EN)));
        assertThat(prompt.ledger()).isEqualTo(new TokenLedger(5, 2, 0, 0, 0, 3, 0));
    }

    @Test
    void whatIsAskedOfTheSameSegmentsHasOneHead() {
        CaptionRequest request = request("en", segment(0, block(SPATIAL, 2, 3, 1)));
        CaptionRequest inRussian = request("ru", segment(0, block(SPATIAL, 2, 3, 1)));
        CaptionRequest ofOthers = request("en", segment(0, block(SPATIAL, 2, 3, 2)));

        Prompt prompt = prompts.build(request);

        assertThat(prompt.head()).isEqualTo(new TokenLedger(0, 2, 0, 0, 0, 3, 0));
        assertThat(text(prompt.afterHead().pieces())).isEqualTo(List.of(List.of(EN)));
        assertThat(prompt.afterHead().ledger()).isEqualTo(new TokenLedger(1, 0, 0, 0, 0, 0, 0));
        assertThat(prompt.headAlone().positions()).isEqualTo(5);
        assertThat(prompt.beginsLike(prompts.build(inRussian))).isTrue();
        assertThat(prompt.beginsLike(prompts.build(ofOthers))).isFalse();
    }

    @Test
    void refusesAFormatWhoseSpecialTokenTheTokenizerWouldSpellOut() {
        assertThatThrownBy(
                        () ->
                                new PromptBuilder(
                                        Models.format(Models.PROMPT),
                                        new ByteTokenizer("<seg>"),
                                        new ScaleProjector()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("tokens of the tokenizer, required 1");
    }

    private static List<Object> text(List<Prompt.Piece> pieces) {
        return pieces.stream().map(PromptBuilderTest::text).collect(Collectors.toList());
    }

    private static Object text(Prompt.Piece piece) {
        if (piece instanceof Prompt.Tokens tokens) {
            return java.util.Arrays.stream(tokens.ids()).boxed().toList();
        }
        Prompt.Embeds embeds = (Prompt.Embeds) piece;
        return embeds.modality()
                + " "
                + embeds.positions()
                + " "
                + java.util.Arrays.toString(embeds.values());
    }
}
