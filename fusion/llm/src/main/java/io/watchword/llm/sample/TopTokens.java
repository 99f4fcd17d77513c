package io.watchword.llm.sample;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The most probable tokens. Pure. */
public final class TopTokens {
    private TopTokens() {}

    /**
     * The most probable tokens first, the lower id of equals.
     *
     * @param logits shape (vocabulary); negative infinity rules a token out
     * @return fewer where fewer are allowed; empty if a logit is NaN or positive infinity, or all
     *     tokens are ruled out
     */
    public static List<Sample> of(float[] logits, int count) {
        int best = Logits.best(logits);
        if (best == Logits.NONE) {
            return List.of();
        }
        double logSum = Math.log(Logits.sum(logits, logits[best]));
        return IntStream.range(0, logits.length)
                .filter(id -> Float.isFinite(logits[id]))
                .boxed()
                .sorted(Comparator.comparingDouble(id -> -logits[id]))
                .limit(count)
                .map(
                        id ->
                                new Sample(
                                        id,
                                        (float)
                                                Math.min(
                                                        0,
                                                        (double) logits[id]
                                                                - logits[best]
                                                                - logSum)))
                .toList();
    }
}
