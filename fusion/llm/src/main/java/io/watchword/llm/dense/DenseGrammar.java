package io.watchword.llm.dense;

import static java.util.Objects.requireNonNull;

import io.watchword.llm.sample.TokenRule;

/**
 * Holds a model to answers that can be read: {@code (start end words...)* eos}, where no event ends
 * before it starts or starts before the one before it.
 *
 * <pre>
 *            eos                      eos
 *      end <------ START         +----------> end
 *                    | time      |
 *                    v           |
 *                   END      MORE_WORDS <-+
 *                    | time    ^ |  |     | words
 *                    v         | |  +-----+
 *                 FIRST_WORD --+ | time
 *                          words +----------> END
 * </pre>
 */
public final class DenseGrammar implements TokenRule {
    private enum Next {
        START,
        END,
        FIRST_WORD,
        MORE_WORDS
    }

    private final DenseVocabulary vocabulary;
    private Next next = Next.START;
    private int startBin;

    public DenseGrammar(DenseVocabulary vocabulary) {
        this.vocabulary = requireNonNull(vocabulary, "vocabulary is null");
    }

    @Override
    public void restrict(float[] logits) {
        for (int id = 0; id < logits.length; id++) {
            // What is no number stays, so that the sampler sees it.
            if (!allowed(id) && Float.isFinite(logits[id])) {
                logits[id] = Float.NEGATIVE_INFINITY;
            }
        }
    }

    private boolean allowed(int id) {
        boolean laterTime = vocabulary.bin(id) >= startBin;
        return switch (next) {
            case START -> vocabulary.isTime(id) || id == vocabulary.eosId();
            case END -> vocabulary.isTime(id) && laterTime;
            case FIRST_WORD -> vocabulary.isText(id);
            case MORE_WORDS ->
                    vocabulary.isText(id)
                            || id == vocabulary.eosId()
                            || (vocabulary.isTime(id) && laterTime);
        };
    }

    @Override
    public void said(int tokenId) {
        if (vocabulary.isTime(tokenId)) {
            boolean starts = next != Next.END;
            startBin = starts ? vocabulary.bin(tokenId) : startBin;
            next = starts ? Next.END : Next.FIRST_WORD;
        } else {
            next = Next.MORE_WORDS;
        }
    }
}
