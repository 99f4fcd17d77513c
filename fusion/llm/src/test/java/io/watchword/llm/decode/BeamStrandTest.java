package io.watchword.llm.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.watchword.contract.TokenLedger;
import io.watchword.llm.decode.Answer.End;
import io.watchword.llm.engine.LlmEngine;
import io.watchword.llm.engine.Priority;
import io.watchword.llm.engine.Scheduler;
import io.watchword.llm.engine.Sequence;
import io.watchword.llm.prompt.Prompt;
import io.watchword.llm.sample.GreedySampler;
import io.watchword.llm.sample.TokenRule;
import io.watchword.llm.testing.ByteTokenizer;
import io.watchword.llm.testing.FakeLlmEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class BeamStrandTest {
    private static final int END = 0;
    private static final int A = 1;
    private static final int B = 2;
    private static final Prompt PROMPT =
            new Prompt(
                    List.of(new Prompt.Tokens(new int[] {9})),
                    new TokenLedger(1, 0, 0, 0, 0, 0, 0));

    /** After B the end is sure; after A nothing is. */
    private static final Map<List<Integer>, double[]> GARDEN_PATH =
            Map.of(
                    List.of(), new double[] {0.0, 0.6, 0.4},
                    List.of(A), new double[] {0.2, 0.4, 0.4},
                    List.of(B), new double[] {1.0, 0.0, 0.0});

    private static final double[] OTHERWISE = {0.3, 0.35, 0.35};

    /** Probabilities by what was said. */
    private static final class TableEngine implements LlmEngine {
        private int open;
        private int mostOpen;

        @Override
        public int hidden() {
            return 2;
        }

        @Override
        public Sequence prefill(Prompt prompt) {
            return new TableSequence(List.of());
        }

        @Override
        public void close() {}

        private final class TableSequence implements Sequence {
            private final List<Integer> said;

            TableSequence(List<Integer> said) {
                this.said = new ArrayList<>(said);
                open++;
                mostOpen = Math.max(mostOpen, open);
            }

            @Override
            public float[] logits() {
                double[] table = GARDEN_PATH.getOrDefault(said, OTHERWISE);
                float[] logits = new float[table.length];
                for (int id = 0; id < logits.length; id++) {
                    logits[id] = (float) Math.log(table[id]);
                }
                return logits;
            }

            @Override
            public void extend(Prompt more) {
                throw new UnsupportedOperationException("its prompts have no head");
            }

            @Override
            public void decode(int tokenId) {
                said.add(tokenId);
            }

            @Override
            public Sequence fork() {
                return new TableSequence(said);
            }

            @Override
            public int positions() {
                return 1 + said.size();
            }

            @Override
            public void close() {
                open--;
            }
        }
    }

    private static Answer run(LlmEngine engine, Answering strand, BooleanSupplier stopped) {
        DescribeJob job =
                new DescribeJob(
                        Priority.ASK,
                        stopped,
                        heard -> new DescribeJob.Strands(strand, Optional.empty()));
        Scheduler.runHere(engine, job, () -> {});
        return strand.answer();
    }

    private static BeamStrand beams(Supplier<Writing> writing, int beams) {
        return new BeamStrand(PROMPT, writing, Set.of(END), beams, heard -> {});
    }

    private static Supplier<Writing> writing(TokenRule rule, int limit) {
        return () -> new Writing(rule, new GreedySampler(), id -> false, limit);
    }

    @Test
    void findsTheAnswerThatGreedyDecodingWalksPast() {
        TableEngine engine = new TableEngine();

        Answer greedy =
                run(
                        engine,
                        new AnswerStrand(
                                PROMPT, writing(TokenRule.FREE, 5).get(), Set.of(END), heard -> {}),
                        () -> false);
        Answer best = run(engine, beams(writing(TokenRule.FREE, 5), 3), () -> false);

        assertThat(greedy.tokenIds()).startsWith(A);
        assertThat(best.end()).isEqualTo(End.EOS);
        assertThat(best.tokenIds()).containsExactly(B);
        assertThat(best.meanLogprob(0, 2)).isEqualTo(Math.log(0.4f) / 2, within(1e-6));
        assertThat(engine.open).isZero();
        assertThat(engine.mostOpen).isBetween(2, 6);
    }

    @Test
    void keepsEachBeamToTheRule() {
        TokenRule noEnd =
                new TokenRule() {
                    @Override
                    public void restrict(float[] logits) {
                        logits[END] = Float.NEGATIVE_INFINITY;
                    }

                    @Override
                    public void said(int tokenId) {}
                };

        Answer best = run(new TableEngine(), beams(writing(noEnd, 4), 3), () -> false);

        assertThat(best.end()).isEqualTo(End.LIMIT);
        assertThat(best.tokenIds()).hasSize(4).doesNotContain(END).startsWith(A);
    }

    @Test
    void freesEveryCacheWhenNobodyWaits() {
        TableEngine engine = new TableEngine();
        int[] asked = new int[1];

        Answer answer = run(engine, beams(writing(TokenRule.FREE, 50), 8), () -> asked[0]++ == 3);

        assertThat(answer.end()).isEqualTo(End.ABANDONED);
        assertThat(engine.open).isZero();
    }

    @Test
    void replaysARuleThatRemembersWhereABeamDivides() {
        String schema = "{\"type\":\"array\",\"items\":{\"enum\":[\"ab\",\"ba\"]},\"minItems\":1}";
        DecodingOptions options =
                new DecodingOptions(Priority.ASK, 0, 1, 4, 0, List.of(), false, schema);
        ByteTokenizer tokenizer = new ByteTokenizer();
        AnswerRules rules = new AnswerRules(tokenizer, Set.of(ByteTokenizer.EOS));
        FakeLlmEngine engine = new FakeLlmEngine(step -> new float[257]);

        Answer best =
                run(
                        engine,
                        new BeamStrand(
                                PROMPT,
                                () -> Writing.of(options, rules, tokenizer, 20),
                                Set.of(ByteTokenizer.EOS),
                                4,
                                heard -> {}),
                        () -> false);

        assertThat(tokenizer.decode(best.tokenIds())).matches("\\[\"(ab|ba)\"(, ?\"(ab|ba)\")*]");
        assertThat(engine.open()).isZero();
    }
}
