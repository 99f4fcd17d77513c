package io.watchword.deploy.eval.metric;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether confidence means what it says: of what is said with 0.8, four in five should be right.
 *
 * @param bins of equal width, from 0 to 1
 */
public record Calibration(List<Bin> bins) {
    public static final int BINS = 15;

    /** One thing said. */
    public record Claim(double confidence, boolean right) {}

    /** Claims of about the same confidence; means are 0 where there are none. */
    public record Bin(double from, double to, int count, double confidence, double accuracy) {}

    public Calibration {
        bins = List.copyOf(bins);
    }

    public static Calibration of(List<Claim> claims) {
        int[] counts = new int[BINS];
        double[] confidence = new double[BINS];
        double[] right = new double[BINS];
        for (Claim claim : claims) {
            // Upper ends belong to their bin, as in Guo et al. 2017.
            int bin = (int) Math.ceil(claim.confidence() * BINS) - 1;
            bin = Math.max(0, Math.min(BINS - 1, bin));
            counts[bin]++;
            confidence[bin] += claim.confidence();
            right[bin] += claim.right() ? 1 : 0;
        }
        List<Bin> bins = new ArrayList<>(BINS);
        for (int i = 0; i < BINS; i++) {
            int count = Math.max(1, counts[i]);
            bins.add(
                    new Bin(
                            (double) i / BINS,
                            (i + 1.0) / BINS,
                            counts[i],
                            confidence[i] / count,
                            right[i] / count));
        }
        return new Calibration(bins);
    }

    /** Expected calibration error: mean distance of the two means, weighted by claims. */
    public double error() {
        int all = bins.stream().mapToInt(Bin::count).sum();
        double sum = 0;
        for (Bin bin : bins) {
            sum += bin.count() * Math.abs(bin.confidence() - bin.accuracy());
        }
        return all == 0 ? 0 : sum / all;
    }
}
