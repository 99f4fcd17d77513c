package io.watchword.ingest.ffmpeg;

/** Pictures to test with: texture without a period, deterministic. */
final class Scenes {
    private Scenes() {}

    /** Smooth texture, 40 to 215, features about {@code sizePx} wide. */
    static int texture(double x, double y, double sizePx, int seed) {
        double value =
                0.6 * octave(x / sizePx, y / sizePx, seed)
                        + 0.4 * octave(2.7 * x / sizePx, 2.7 * y / sizePx, seed + 1);
        return (int) (40 + 175 * value);
    }

    private static double octave(double x, double y, int seed) {
        int x0 = (int) Math.floor(x);
        int y0 = (int) Math.floor(y);
        double u = smooth(x - x0);
        double v = smooth(y - y0);
        double top = noise(x0, y0, seed) * (1 - u) + noise(x0 + 1, y0, seed) * u;
        double bottom = noise(x0, y0 + 1, seed) * (1 - u) + noise(x0 + 1, y0 + 1, seed) * u;
        return top * (1 - v) + bottom * v;
    }

    private static double smooth(double t) {
        return t * t * (3 - 2 * t);
    }

    /** 0 to 1. */
    static double noise(int x, int y, int seed) {
        int h = x * 374_761_393 + y * 668_265_263 + seed * 1_274_126_177;
        h = (h ^ (h >>> 13)) * 1_274_126_177;
        h = (h ^ (h >>> 16)) * 0x85EBCA6B;
        return ((h ^ (h >>> 15)) & 0xFFFFFF) / (double) 0x1000000;
    }
}
