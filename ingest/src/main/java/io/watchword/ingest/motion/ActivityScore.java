package io.watchword.ingest.motion;

/**
 * How much of a picture moves, by the vectors that its source was coded with. They say how a block
 * is cheapest to code and not how it moved, and how far back they refer is unknown: enough to tell
 * a quiet picture from a busy one, and no more. Reused from picture to picture. Not thread-safe.
 */
public final class ActivityScore {
    /** Of the picture's width: a shorter vector is noise. One pixel at least. */
    private static final int WIDTHS_PER_NOISE = 640;

    private long coveredPixels;
    private long movingPixels;
    private long minPixels;

    /** Begins a picture. */
    public void begin(int widthPx) {
        coveredPixels = 0;
        movingPixels = 0;
        minPixels = Math.max(1, widthPx / WIDTHS_PER_NOISE);
    }

    /**
     * Adds a block that refers to a picture before.
     *
     * @param scale parts of a pixel in which motion is given
     */
    public void add(int widthPx, int heightPx, int motionX, int motionY, int scale) {
        int area = widthPx * heightPx;
        long least = minPixels * scale;
        coveredPixels += area;
        if ((long) motionX * motionX + (long) motionY * motionY >= least * least) {
            movingPixels += area;
        }
    }

    /**
     * Share of the picture that moves.
     *
     * @param predicted whether all of it could have referred to a picture before: what did not is
     *     new and counts
     */
    public float share(long picturePixels, boolean predicted) {
        long fresh = predicted ? Math.max(0, picturePixels - coveredPixels) : 0;
        return Math.min(1, (float) (movingPixels + fresh) / picturePixels);
    }
}
