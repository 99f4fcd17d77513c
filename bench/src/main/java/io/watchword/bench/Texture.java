package io.watchword.bench;

/**
 * A painted surface without a period, features about 14 pixels wide on a plane 640 wide.
 *
 * @param luma (heightPx, widthPx), row-major
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Texture(int widthPx, int heightPx, byte[] luma) {
    private static final double FEATURE = 14;

    static Texture paint(double width, double height, double scale, long seed) {
        int widthPx = (int) Math.ceil(width * scale) + 1;
        int heightPx = (int) Math.ceil(height * scale) + 1;
        byte[] luma = new byte[widthPx * heightPx];
        for (int y = 0; y < heightPx; y++) {
            for (int x = 0; x < widthPx; x++) {
                double u = x / scale / FEATURE;
                double v = y / scale / FEATURE;
                double value =
                        0.6 * octave(u, v, (int) seed)
                                + 0.4 * octave(2.7 * u, 2.7 * v, (int) (seed >> 32));
                luma[y * widthPx + x] = (byte) (40 + 170 * value);
            }
        }
        return new Texture(widthPx, heightPx, luma);
    }

    /** Draws the surface with its corner at (left, top), which may lie between pixels. */
    void draw(byte[] to, int toWidth, int toHeight, double left, double top) {
        int x0 = (int) Math.ceil(left);
        int y0 = (int) Math.ceil(top);
        int right = (int) Math.round((x0 - left) * 64);
        int below = (int) Math.round((y0 - top) * 64);
        int endX = Math.min(toWidth, x0 + widthPx - 1);
        int endY = Math.min(toHeight, y0 + heightPx - 1);
        for (int y = Math.max(0, y0); y < endY; y++) {
            for (int x = Math.max(0, x0); x < endX; x++) {
                int at = (y - y0) * widthPx + x - x0;
                int upper = (luma[at] & 255) * (64 - right) + (luma[at + 1] & 255) * right;
                int under = at + widthPx;
                int lower = (luma[under] & 255) * (64 - right) + (luma[under + 1] & 255) * right;
                to[y * toWidth + x] = (byte) ((upper * (64 - below) + lower * below + 2048) >> 12);
            }
        }
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

    private static double noise(int x, int y, int seed) {
        int h = x * 374_761_393 + y * 668_265_263 + seed * 1_274_126_177;
        h = (h ^ (h >>> 13)) * 1_274_126_177;
        h = (h ^ (h >>> 16)) * 0x85EBCA6B;
        return ((h ^ (h >>> 15)) & 0xFFFFFF) / (double) 0x1000000;
    }
}
