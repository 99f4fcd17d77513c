package io.watchword.llm.sample;

import io.watchword.llm.sample.GreedySampler.Sample;
import java.util.Optional;

/** Picks the tokens of one answer, from its first to its last. Not thread-safe. */
@FunctionalInterface
public interface Sampler {
    /**
     * Picks a token.
     *
     * @param logits shape (vocabulary); negative infinity rules a token out
     * @return empty if a logit is NaN or positive infinity, or all tokens are ruled out
     */
    Optional<Sample> pick(float[] logits);
}
