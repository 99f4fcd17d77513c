package io.watchword.deploy.eval.metric;

import static io.watchword.contract.Checks.checkArgument;

import java.util.List;

/** Finding clips by text. */
public final class Retrieval {
    private Retrieval() {}

    /**
     * Rank, from 0, of the best clip that belongs to a query. Clips as similar as it rank before
     * it: a model that says one thing of all clips finds nothing.
     *
     * @param query values of the text's vector
     * @param clips one vector each
     * @param belongs for each clip whether it is what was asked for; at least one
     */
    public static int rank(float[] query, List<float[]> clips, boolean[] belongs) {
        checkArgument(clips.size() == belongs.length, "%d clips", clips.size());
        double[] similarity = new double[belongs.length];
        double best = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < belongs.length; i++) {
            similarity[i] = dot(query, clips.get(i));
            best = belongs[i] ? Math.max(best, similarity[i]) : best;
        }
        int before = 0;
        for (int i = 0; i < belongs.length; i++) {
            before += !belongs[i] && similarity[i] >= best ? 1 : 0;
        }
        return before;
    }

    /** Share of ranks below {@code k}. */
    public static double recall(List<Integer> ranks, int k) {
        return ranks.stream().filter(rank -> rank < k).count() / (double) Math.max(1, ranks.size());
    }

    private static double dot(float[] one, float[] two) {
        checkArgument(one.length == two.length, "vectors of %d and %d", one.length, two.length);
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += (double) one[i] * two[i];
        }
        return sum;
    }
}
