package io.watchword.llm.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.contract.Modality;
import io.watchword.contract.TokenLedger;
import io.watchword.llm.prompt.Prompt;
import io.watchword.llm.testing.FakeLlmEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PromptHeadsTest {
    private static final int HEAD = 10;

    private final FakeLlmEngine engine = new FakeLlmEngine('a');
    private final List<TokenLedger> read = new ArrayList<>();
    private int reused;
    private final PromptHeads heads = new PromptHeads(engine, new Counting(), () -> 0);

    private final class Counting implements EngineMetrics {
        @Override
        public void prefilled(TokenLedger prompt, long elapsedNs) {
            read.add(prompt);
        }

        @Override
        public void reused(int positions) {
            reused += positions;
        }
    }

    /** Ten positions of a picture, and what is asked of it. */
    private static Prompt prompt(int picture, int... asked) {
        float[] values = new float[2 * HEAD];
        values[values.length - 1] = picture;
        return new Prompt(
                List.of(
                        new Prompt.Embeds(Modality.SPATIAL, HEAD, values),
                        new Prompt.Tokens(asked)),
                new TokenLedger(asked.length, HEAD, 0, 0, 0, 0, 0),
                new TokenLedger(0, HEAD, 0, 0, 0, 0, 0));
    }

    private void runAndClose(Prompt... prompts) {
        heads.run(List.of(prompts)).forEach(Sequence::close);
    }

    @Test
    void readsWhatTheTasksOfOneJobHaveInCommonOnce() {
        List<Sequence> sequences = heads.run(List.of(prompt(1, 1, 2), prompt(1, 3)));

        assertThat(sequences).extracting(Sequence::positions).containsExactly(HEAD + 2, HEAD + 1);
        assertThat(engine.positionsRead()).isEqualTo(HEAD + 2 + 1);
        assertThat(read)
                .containsExactly(
                        new TokenLedger(0, HEAD, 0, 0, 0, 0, 0),
                        new TokenLedger(2, 0, 0, 0, 0, 0, 0),
                        new TokenLedger(1, 0, 0, 0, 0, 0, 0));
        assertThat(reused).isEqualTo(HEAD);
    }

    @Test
    void theNextQuestionAboutTheSamePictureFindsItRead() {
        runAndClose(prompt(1, 1));
        runAndClose(prompt(2, 1));

        runAndClose(prompt(1, 5, 6));

        assertThat(engine.positionsRead()).isEqualTo(2 * (HEAD + 1) + 2);
        assertThat(engine.open()).isEqualTo(2);
        assertThat(heads.positions()).isEqualTo(2 * HEAD);
    }

    @Test
    void aPromptWithoutAHeadIsReadAsAWholeAndNothingOfItKept() {
        Prompt words =
                new Prompt(
                        List.of(new Prompt.Tokens(new int[3])),
                        new TokenLedger(3, 0, 0, 0, 0, 0, 0));

        runAndClose(words);

        assertThat(read).containsExactly(words.ledger());
        assertThat(engine.open()).isZero();
    }

    @Test
    void givesUpTheHeadsUsedLongestAgoWhereRoomIsWanted() {
        runAndClose(prompt(1, 1));
        runAndClose(prompt(2, 1));
        runAndClose(prompt(3, 1));
        runAndClose(prompt(1, 1));

        heads.keep(2 * HEAD + 5);
        int before = engine.positionsRead();
        runAndClose(prompt(1, 1));
        runAndClose(prompt(3, 1));

        assertThat(engine.positionsRead() - before).isEqualTo(2);
        heads.keep(0);
        assertThat(engine.open()).isZero();
    }

    @Test
    void keepsNoMoreThanAFewHoweverMuchRoomThereIs() {
        IntStream.range(0, 40)
                .forEach(
                        picture -> {
                            runAndClose(prompt(picture, 1));
                            heads.keep(Integer.MAX_VALUE);
                        });

        assertThat(engine.open()).isEqualTo(8);
    }
}
