package io.watchword.deploy.eval.metric;

import io.watchword.contract.TimeSpan;
import java.util.Arrays;
import java.util.List;

/** How well spans meet other spans: temporal intersection over union, and what follows from it. */
public final class Overlap {
    private static final double EPSILON_S = 1e-8;

    private Overlap() {}

    /** Intersection over union, {@code [0, 1]}. */
    public static double tIou(TimeSpan one, TimeSpan two) {
        long commonUs =
                Math.max(
                        0,
                        Math.min(one.endUs(), two.endUs())
                                - Math.max(one.startUs(), two.startUs()));
        long hullUs = Math.max(one.endUs(), two.endUs()) - Math.min(one.startUs(), two.startUs());
        long unionUs = Math.min(hullUs, one.durationUs() + two.durationUs());
        return commonUs / 1e6 / (unionUs / 1e6 + EPSILON_S);
    }

    /** Share of spans that meet one of the others with a tIoU above a threshold; 0 for none. */
    public static double met(List<TimeSpan> spans, List<TimeSpan> others, double above) {
        return spans.stream()
                        .filter(
                                span ->
                                        others.stream()
                                                .anyMatch(other -> tIou(span, other) > above))
                        .count()
                / (double) Math.max(1, spans.size());
    }

    /**
     * Most pairs that can be formed one to one.
     *
     * @param least tIoU of a pair
     */
    public static int pairs(List<TimeSpan> spans, List<TimeSpan> others, double least) {
        int[] partner = new int[others.size()];
        Arrays.fill(partner, -1);
        int pairs = 0;
        for (int i = 0; i < spans.size(); i++) {
            if (join(i, spans, others, least, partner, new boolean[others.size()])) {
                pairs++;
            }
        }
        return pairs;
    }

    /** Finds a partner, moving earlier pairs if need be. */
    private static boolean join(
            int span,
            List<TimeSpan> spans,
            List<TimeSpan> others,
            double least,
            int[] partner,
            boolean[] asked) {
        for (int j = 0; j < partner.length; j++) {
            if (asked[j] || tIou(spans.get(span), others.get(j)) < least) {
                continue;
            }
            asked[j] = true;
            if (partner[j] < 0 || join(partner[j], spans, others, least, partner, asked)) {
                partner[j] = span;
                return true;
            }
        }
        return false;
    }
}
