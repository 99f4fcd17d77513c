package io.watchword.sinks.postgres;

import java.util.List;
import java.util.Optional;

/** Pure: the direction in which several vectors point together. */
final class UnitMean {
    private UnitMean() {}

    /**
     * Of unit length; nothing where there are none, where they cancel out or are not finite, or
     * where they are of different lengths, which one bundle never gives.
     */
    static Optional<float[]> of(List<float[]> vectors) {
        if (vectors.isEmpty()) {
            return Optional.empty();
        }
        double[] sum = new double[vectors.get(0).length];
        for (float[] vector : vectors) {
            if (vector.length != sum.length) {
                return Optional.empty();
            }
            for (int i = 0; i < sum.length; i++) {
                sum[i] += vector[i];
            }
        }
        double squares = 0;
        for (double value : sum) {
            squares += value * value;
        }
        double norm = Math.sqrt(squares);
        if (!(norm > 1e-6 && norm < Double.POSITIVE_INFINITY)) {
            return Optional.empty();
        }
        float[] mean = new float[sum.length];
        for (int i = 0; i < sum.length; i++) {
            mean[i] = (float) (sum[i] / norm);
        }
        return Optional.of(mean);
    }
}
