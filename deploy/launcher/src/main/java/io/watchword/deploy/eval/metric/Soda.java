package io.watchword.deploy.eval.metric;

/**
 * SODA_c (Fujita et al. 2020) of one video: the order-keeping assignment of said to true events
 * with the largest sum of tIoU times similarity, as precision, recall and their harmonic mean.
 * Filled row by row: the public recursion gives up on long lists.
 */
public final class Soda {
    private Soda() {}

    /** Shares, {@code [0, 1]} where similarities are. */
    public record Score(double precision, double recall, double f1) {
        static final Score NONE = new Score(0, 0, 0);
    }

    /**
     * Scores one video.
     *
     * @param worth shape (true events, said events), both in order of time: tIoU times similarity
     * @param said number of events said
     */
    public static Score of(double[][] worth, int said) {
        int truths = worth.length;
        if (said == 0 || truths == 0) {
            return Score.NONE;
        }
        double[] best = new double[said + 1];
        for (double[] row : worth) {
            double diagonal = 0;
            for (int j = 1; j <= said; j++) {
                double above = best[j];
                best[j] = Math.max(Math.max(above, best[j - 1]), diagonal + row[j - 1]);
                diagonal = above;
            }
        }
        double precision = best[said] / said;
        double recall = best[said] / truths;
        double sum = precision + recall;
        return new Score(precision, recall, sum == 0 ? 0 : 2 * precision * recall / sum);
    }
}
