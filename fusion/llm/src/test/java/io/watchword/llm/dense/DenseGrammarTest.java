package io.watchword.llm.dense;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.contract.TimeSpan;
import io.watchword.llm.sample.GreedySampler;
import io.watchword.llm.testing.ByteTokenizer;
import io.watchword.llm.testing.DenseModels;
import io.watchword.llm.token.Tokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DenseGrammarTest {
    private static final int TOKENS = ByteTokenizer.EOS + 12 + DenseModels.BINS - 1;
    private static final TimeSpan PROMPT = new TimeSpan(4_000_000, 14_000_000);

    private final DenseVocabulary vocabulary = DenseModels.vocabulary();
    private final Tokenizer tokenizer = DenseModels.tokenizer();
    private final DenseParser parser = new DenseParser(vocabulary, tokenizer);

    @Test
    void tenThousandAnswersOfRandomLogitsAllParse() {
        SplittableRandom random = new SplittableRandom(20_260_701);
        int events = 0;
        for (int i = 0; i < 10_000; i++) {
            List<Integer> said = generate(random);

            assertThat(kinds(said)).as("answer %d", i).matches("(ttw+)*");
            assertStartsDoNotDecrease(said);
            int[] ids = said.stream().mapToInt(Integer::intValue).toArray();
            List<DenseParser.Read> read = parser.parse(ids, true, PROMPT);
            assertThat(read)
                    .allSatisfy(
                            event -> {
                                assertThat(event.span().startUs())
                                        .isBetween(PROMPT.startUs(), PROMPT.endUs());
                                assertThat(event.span().endUs())
                                        .isGreaterThan(event.span().startUs())
                                        .isLessThanOrEqualTo(PROMPT.endUs());
                                assertThat(event.text()).isNotBlank();
                            });
            events += read.size();
        }
        assertThat(events).as("events over all answers").isGreaterThan(5_000);
    }

    /** Logits that favour times and the end, since words are many. */
    private List<Integer> generate(SplittableRandom random) {
        DenseGrammar grammar = new DenseGrammar(vocabulary);
        List<Integer> said = new ArrayList<>();
        while (true) {
            float[] logits = new float[TOKENS];
            for (int id = 0; id < TOKENS; id++) {
                logits[id] = (float) random.nextDouble(-10, id < ByteTokenizer.EOS ? 10 : 13);
            }
            grammar.restrict(logits);
            int id = new GreedySampler().pick(logits).orElseThrow().tokenId();
            if (id == ByteTokenizer.EOS) {
                return said;
            }
            said.add(id);
            grammar.said(id);
        }
    }

    private String kinds(List<Integer> said) {
        StringBuilder kinds = new StringBuilder();
        for (int id : said) {
            kinds.append(vocabulary.isTime(id) ? 't' : vocabulary.isText(id) ? 'w' : '?');
        }
        return kinds.toString();
    }

    private void assertStartsDoNotDecrease(List<Integer> said) {
        int startBin = 0;
        for (int i = 0; i + 1 < said.size(); i++) {
            if (vocabulary.isTime(said.get(i)) && vocabulary.isTime(said.get(i + 1))) {
                assertThat(vocabulary.bin(said.get(i))).isGreaterThanOrEqualTo(startBin);
                startBin = vocabulary.bin(said.get(i));
                assertThat(vocabulary.bin(said.get(i + 1))).isGreaterThanOrEqualTo(startBin);
            }
        }
    }

    @Test
    void letsBrokenLogitsBeSeen() {
        float[] logits = new float[TOKENS];
        logits['a'] = Float.NaN;

        new DenseGrammar(vocabulary).restrict(logits);

        assertThat(new GreedySampler().pick(logits)).isEmpty();
    }
}
