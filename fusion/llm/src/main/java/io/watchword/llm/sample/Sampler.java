package io.watchword.llm.sample;

import java.util.Optional;

/**
 * Picks the next token. One for each answer: it may keep state. Not thread-safe: the decode loop
 * owns it.
 */
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
