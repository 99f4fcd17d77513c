package io.watchword.llm.decode;

import static java.util.Objects.requireNonNull;

import io.watchword.llm.decode.Answer.End;
import io.watchword.llm.prompt.Prompt;
import io.watchword.llm.sample.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Continues one prompt: the token that the sampler picks of those the rule allows, until the model
 * ends or the limit is reached. Owned by the scheduler's thread until its job has ended.
 */
final class AnswerStrand implements Answering {
    private final Prompt prompt;
    private final Writing writing;
    private final Set<Integer> eosIds;
    private final Consumer<Sample> heard;
    private final List<Sample> samples = new ArrayList<>();
    private End end = End.ABANDONED;

    /**
     * @param eosIds tokens any of which ends it
     * @param heard gets each token but the end token; must not block
     */
    AnswerStrand(Prompt prompt, Writing writing, Set<Integer> eosIds, Consumer<Sample> heard) {
        this.prompt = requireNonNull(prompt, "prompt is null");
        this.writing = requireNonNull(writing, "writing is null");
        this.eosIds = Set.copyOf(eosIds);
        this.heard = requireNonNull(heard, "heard is null");
    }

    @Override
    public Answer answer() {
        return new Answer(end, samples);
    }

    @Override
    public Prompt prompt() {
        return prompt;
    }

    @Override
    public int maxNewTokens() {
        return writing.limit();
    }

    @Override
    public List<Step> next(List<float[]> rows) {
        float[] logits = rows.get(0);
        writing.rule().restrict(logits);
        Optional<Sample> sample = writing.sampler().pick(logits);
        if (sample.isEmpty()) {
            end = End.NOT_FINITE;
            return List.of();
        }
        samples.add(sample.get());
        int tokenId = sample.get().tokenId();
        if (eosIds.contains(tokenId)) {
            end = End.EOS;
            return List.of();
        }
        heard.accept(sample.get());
        if (writing.ends().test(tokenId)) {
            end = End.STOP_STRING;
            return List.of();
        }
        if (samples.size() >= writing.limit()) {
            end = End.LIMIT;
            return List.of();
        }
        writing.rule().said(tokenId);
        return List.of(new Step(0, tokenId));
    }
}
