package io.watchword.deploy.eval.metric;

/**
 * Counts of a yes/no decision, or of found things against true ones.
 *
 * @param right said and true
 * @param wrong said and not true
 * @param missed true and not said
 * @param refused neither said nor true
 */
public record Tally(long right, long wrong, long missed, long refused) {
    public static final Tally NONE = new Tally(0, 0, 0, 0);

    /** With one more decision. */
    public Tally with(boolean said, boolean truth) {
        return new Tally(
                right + (said && truth ? 1 : 0),
                wrong + (said && !truth ? 1 : 0),
                missed + (!said && truth ? 1 : 0),
                refused + (!said && !truth ? 1 : 0));
    }

    public Tally plus(Tally other) {
        return new Tally(
                right + other.right,
                wrong + other.wrong,
                missed + other.missed,
                refused + other.refused);
    }

    public long count() {
        return right + wrong + missed + refused;
    }

    public double accuracy() {
        return share(right + refused, count());
    }

    public double precision() {
        return share(right, right + wrong);
    }

    public double recall() {
        return share(right, right + missed);
    }

    /** Harmonic mean of precision and recall. */
    public double f1() {
        return share(2 * right, 2 * right + wrong + missed);
    }

    /** Share of decisions that said yes. */
    public double yesRatio() {
        return share(right + wrong, count());
    }

    private static double share(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }
}
