package io.watchword.encoders.preprocess;

import io.watchword.contract.bundle.ImageFilter;

/**
 * Resizes as PIL does, whose pictures published encoders were trained on: first across, then down,
 * with filters widened by the reduction, whole-number weights, and bytes in between. Pure.
 */
final class PictureResizer {
    private static final int FRACTION_BITS = 22;
    private static final int HALF = 1 << (FRACTION_BITS - 1);

    private PictureResizer() {}

    static RgbImage resize(RgbImage image, int widthPx, int heightPx, ImageFilter filter) {
        RgbImage narrow =
                image.widthPx() == widthPx
                        ? image
                        : across(image, new Weights(image.widthPx(), widthPx, filter));
        return image.heightPx() == heightPx
                ? narrow
                : down(narrow, new Weights(image.heightPx(), heightPx, filter));
    }

    private static RgbImage across(RgbImage image, Weights weights) {
        int width = weights.first.length;
        byte[] from = image.rgb();
        byte[] to = new byte[Math.multiplyExact(3 * width, image.heightPx())];
        for (int y = 0; y < image.heightPx(); y++) {
            int row = 3 * y * image.widthPx();
            for (int x = 0; x < width; x++) {
                int red = HALF;
                int green = HALF;
                int blue = HALF;
                int at = row + 3 * weights.first[x];
                for (int weight : weights.of[x]) {
                    red += weight * (from[at] & 0xff);
                    green += weight * (from[at + 1] & 0xff);
                    blue += weight * (from[at + 2] & 0xff);
                    at += 3;
                }
                int out = 3 * (y * width + x);
                to[out] = clip(red);
                to[out + 1] = clip(green);
                to[out + 2] = clip(blue);
            }
        }
        return new RgbImage(width, image.heightPx(), to);
    }

    private static RgbImage down(RgbImage image, Weights weights) {
        int height = weights.first.length;
        int rowValues = 3 * image.widthPx();
        byte[] from = image.rgb();
        byte[] to = new byte[Math.multiplyExact(rowValues, height)];
        int[] sums = new int[rowValues];
        for (int y = 0; y < height; y++) {
            java.util.Arrays.fill(sums, HALF);
            int at = weights.first[y] * rowValues;
            for (int weight : weights.of[y]) {
                for (int i = 0; i < rowValues; i++) {
                    sums[i] += weight * (from[at + i] & 0xff);
                }
                at += rowValues;
            }
            for (int i = 0; i < rowValues; i++) {
                to[y * rowValues + i] = clip(sums[i]);
            }
        }
        return new RgbImage(image.widthPx(), height, to);
    }

    private static byte clip(int sum) {
        return (byte) Math.max(0, Math.min(255, sum >> FRACTION_BITS));
    }

    /** Weights of source pixels for each target pixel along one axis, in 2^-22. */
    private static final class Weights {
        private final int[] first; // (target)
        private final int[][] of; // (target, as many as contribute)

        Weights(int source, int target, ImageFilter filter) {
            first = new int[target];
            of = new int[target][];
            double scale = (double) source / target;
            double widened = Math.max(1, scale);
            double reach = ResampleKernel.support(filter) * widened;
            for (int i = 0; i < target; i++) {
                double centre = (i + 0.5) * scale;
                int from = Math.max(0, (int) (centre - reach + 0.5));
                int to = Math.min(source, (int) (centre + reach + 0.5));
                double[] row = new double[to - from];
                double sum = 0;
                for (int k = 0; k < row.length; k++) {
                    row[k] = ResampleKernel.weight(filter, (from + k - centre + 0.5) / widened);
                    sum += row[k];
                }
                first[i] = from;
                of[i] = new int[row.length];
                for (int k = 0; k < row.length; k++) {
                    double share = sum == 0 ? row[k] : row[k] / sum;
                    of[i][k] = (int) (share * (1 << FRACTION_BITS) + (share < 0 ? -0.5 : 0.5));
                }
            }
        }
    }
}
