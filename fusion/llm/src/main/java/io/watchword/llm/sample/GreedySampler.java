package io.watchword.llm.sample;

import java.util.Optional;

/** Takes the most probable token, the lowest id of equals. Pure. */
public final class GreedySampler {
    private GreedySampler() {}

    /**
     * A token picked.
     *
     * @param logprob natural logarithm of its probability under the softmax of the logits, (-inf,
     *     0]
     */
    public record Sample(int tokenId, float logprob) {}

    /**
     * Picks a token.
     *
     * @param logits shape (vocabulary); negative infinity rules a token out
     * @return empty if a logit is NaN or positive infinity, or all tokens are ruled out
     */
    public static Optional<Sample> pick(float[] logits) {
        int best = -1;
        for (int id = 0; id < logits.length; id++) {
            if (Float.isNaN(logits[id]) || logits[id] == Float.POSITIVE_INFINITY) {
                return Optional.empty();
            }
            if (logits[id] > (best < 0 ? Float.NEGATIVE_INFINITY : logits[best])) {
                best = id;
            }
        }
        if (best < 0) {
            return Optional.empty();
        }
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp((double) logit - logits[best]);
        }
        return Optional.of(new Sample(best, (float) (0 - Math.log(sum))));
    }
}
