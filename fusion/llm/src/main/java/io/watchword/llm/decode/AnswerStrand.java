package io.watchword.llm.decode;

import static java.util.Objects.requireNonNull;

import io.watchword.llm.decode.Answer.End;
import io.watchword.llm.engine.Strand;
import io.watchword.llm.prompt.Prompt;
import io.watchword.llm.sample.GreedySampler.Sample;
import io.watchword.llm.sample.Sampler;
import io.watchword.llm.sample.TokenRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Continues one prompt: the token that the sampler picks of those the rule allows, until the model
 * ends or the limit is reached. Owned by the scheduler's thread until its job has ended.
 */
final class AnswerStrand implements Strand {
    private final Prompt prompt;
    private final How how;
    private final Consumer<Sample> heard;
    private final List<Sample> samples = new ArrayList<>();
    private End end = End.ABANDONED;

    /**
     * How an answer is written.
     *
     * @param eosIds tokens any of which ends it
     * @param limit most tokens
     */
    record How(TokenRule rule, Sampler sampler, Set<Integer> eosIds, int limit) {}

    /**
     * @param heard gets each token but the end token; must not block
     */
    AnswerStrand(Prompt prompt, How how, Consumer<Sample> heard) {
        this.prompt = requireNonNull(prompt, "prompt is null");
        this.how = requireNonNull(how, "how is null");
        this.heard = requireNonNull(heard, "heard is null");
    }

    /** What was decoded so far. */
    Answer answer() {
        return new Answer(end, samples);
    }

    @Override
    public Prompt prompt() {
        return prompt;
    }

    @Override
    public int maxNewTokens() {
        return how.limit();
    }

    @Override
    public List<Step> next(List<float[]> rows) {
        float[] logits = rows.get(0);
        how.rule().restrict(logits);
        Optional<Sample> sample = how.sampler().pick(logits);
        if (sample.isEmpty()) {
            end = End.NOT_FINITE;
            return List.of();
        }
        samples.add(sample.get());
        int tokenId = sample.get().tokenId();
        if (how.eosIds().contains(tokenId)) {
            end = End.EOS;
            return List.of();
        }
        heard.accept(sample.get());
        if (samples.size() >= how.limit()) {
            end = End.LIMIT;
            return List.of();
        }
        how.rule().said(tokenId);
        return List.of(new Step(0, tokenId));
    }
}
