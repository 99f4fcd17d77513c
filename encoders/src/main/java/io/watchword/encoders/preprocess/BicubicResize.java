package io.watchword.encoders.preprocess;

/**
 * Bicubic resize of a plane as PyTorch's {@code interpolate(mode="bicubic", align_corners=False,
 * antialias=False)} does it: cubic convolution with a = -0.75, edges repeated, no smoothing when
 * shrinking. Computed in double precision and rounded once, so that any order of the same sum gives
 * the same plane. Pure.
 */
final class BicubicResize {
    private static final double A = -0.75;

    private BicubicResize() {}

    /** Where one target position reads along one axis, and how much of each. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Tap(int[] from, double[] weight) {
        static Tap[] along(int in, int out) {
            Tap[] taps = new Tap[out];
            double scale = (double) in / out;
            for (int i = 0; i < out; i++) {
                double centre = scale * (i + 0.5) - 0.5;
                int floor = (int) Math.floor(centre);
                double t = centre - floor;
                int[] from = new int[4];
                for (int k = 0; k < 4; k++) {
                    from[k] = Math.max(0, Math.min(floor - 1 + k, in - 1));
                }
                taps[i] =
                        new Tap(from, new double[] {far(t + 1), near(t), near(1 - t), far(2 - t)});
            }
            return taps;
        }

        private static double near(double x) {
            return ((A + 2) * x - (A + 3)) * x * x + 1;
        }

        private static double far(double x) {
            return ((A * x - 5 * A) * x + 8 * A) * x - 4 * A;
        }

        double sum(double[] values, int offset, int stride) {
            double sum = 0;
            for (int k = 0; k < 4; k++) {
                sum += values[offset + from[k] * stride] * weight[k];
            }
            return sum;
        }
    }

    /**
     * @param plane shape (height, width), row-major
     * @return a new array, shape (toHeight, toWidth), row-major
     */
    static float[] resize(float[] plane, int height, int width, int toHeight, int toWidth) {
        Tap[] columns = Tap.along(width, toWidth);
        Tap[] rows = Tap.along(height, toHeight);
        double[] exact = new double[plane.length];
        for (int i = 0; i < exact.length; i++) {
            exact[i] = plane[i];
        }
        double[] narrow = new double[height * toWidth];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < toWidth; x++) {
                narrow[y * toWidth + x] = columns[x].sum(exact, y * width, 1);
            }
        }
        float[] resized = new float[toHeight * toWidth];
        for (int y = 0; y < toHeight; y++) {
            for (int x = 0; x < toWidth; x++) {
                resized[y * toWidth + x] = (float) rows[y].sum(narrow, x, toWidth);
            }
        }
        return resized;
    }
}
