package io.watchword.llm.sample;

/** What samplers ask of logits. Pure. */
final class Logits {
    /** No token can be picked. */
    static final int NONE = -1;

    private Logits() {}

    /** The most probable token, the lowest id of equals; {@link #NONE} if they are broken. */
    static int best(float[] logits) {
        int best = NONE;
        for (int id = 0; id < logits.length; id++) {
            if (Float.isNaN(logits[id]) || logits[id] == Float.POSITIVE_INFINITY) {
                return NONE;
            }
            if (logits[id] > (best == NONE ? Float.NEGATIVE_INFINITY : logits[best])) {
                best = id;
            }
        }
        return best;
    }

    /** What probabilities are divided by when the greatest logit is taken from each. */
    static double sum(float[] logits, float greatest) {
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp((double) logit - greatest);
        }
        return sum;
    }
}
