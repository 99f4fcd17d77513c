package io.watchword.encoders.preprocess;

import io.watchword.contract.bundle.ImageFilter;

/** The weight that a source pixel has by its distance, as PIL defines it. Pure. */
final class ResampleKernel {
    private static final double CUBIC = -0.5;

    private ResampleKernel() {}

    /** Distance from which on a pixel counts nothing, in pixels of the smaller picture. */
    static double support(ImageFilter filter) {
        return switch (filter) {
            case BILINEAR -> 1;
            case BICUBIC -> 2;
            case LANCZOS -> 3;
        };
    }

    static double weight(ImageFilter filter, double distance) {
        double x = Math.abs(distance);
        if (x >= support(filter)) {
            return 0;
        }
        return switch (filter) {
            case BILINEAR -> 1 - x;
            case BICUBIC ->
                    x < 1
                            ? ((CUBIC + 2) * x - (CUBIC + 3)) * x * x + 1
                            : (((x - 5) * x + 8) * x - 4) * CUBIC;
            case LANCZOS -> sinc(x) * sinc(x / 3);
        };
    }

    private static double sinc(double x) {
        return x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
    }
}
