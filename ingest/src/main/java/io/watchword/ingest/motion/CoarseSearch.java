package io.watchword.ingest.motion;

import io.watchword.contract.MotionField;

/**
 * Full search for one cell's motion on pictures of a quarter of the size, so far that an encoder's
 * local search does not get there. Not thread-safe: the small pictures are reused.
 */
final class CoarseSearch {
    /** Pixels of the picture to one of the small one. */
    static final int SHRINK = 4;

    private static final int RANGE = 16; // small pixels each way: 64 pixels a step
    private static final int WINDOW = 8; // small pixels: the cell and half a cell around it
    private static final int W = MotionField.FRAME_WIDTH_PX / SHRINK;
    private static final int H = MotionField.FRAME_HEIGHT_PX / SHRINK;

    private final int[] before = new int[W * H];
    private final int[] now = new int[W * H];
    private int dx;
    private int dy;

    /** The two pictures that {@link #find} searches. */
    void prepare(byte[] lumaBefore, byte[] lumaNow) {
        shrink(lumaBefore, before);
        shrink(lumaNow, now);
    }

    private static void shrink(byte[] luma, int[] small) {
        for (int y = 0; y < H; y++) {
            for (int x = 0; x < W; x++) {
                int sum = 0;
                for (int i = 0; i < SHRINK; i++) {
                    int row = (y * SHRINK + i) * MotionField.FRAME_WIDTH_PX + x * SHRINK;
                    sum +=
                            (luma[row] & 255)
                                    + (luma[row + 1] & 255)
                                    + (luma[row + 2] & 255)
                                    + (luma[row + 3] & 255);
                }
                small[y * W + x] = sum;
            }
        }
    }

    /**
     * Finds the best match, of those equally good the nearest; {@link #dx} and {@link #dy} hold it.
     */
    @SuppressWarnings("NarrowCalculation") // of at most twice RANGE squared
    void find(int cell) {
        int cellX = cell % MotionField.GRID_WIDTH * BlockMatch.CELL_PX / SHRINK;
        int cellY = cell / MotionField.GRID_WIDTH * BlockMatch.CELL_PX / SHRINK;
        int margin = (WINDOW - BlockMatch.CELL_PX / SHRINK) / 2;
        int left = Math.max(0, Math.min(W - WINDOW, cellX - margin));
        int top = Math.max(0, Math.min(H - WINDOW, cellY - margin));
        long best = Long.MAX_VALUE;
        for (int y = Math.max(-RANGE, top + WINDOW - H); y <= Math.min(RANGE, top); y++) {
            for (int x = Math.max(-RANGE, left + WINDOW - W); x <= Math.min(RANGE, left); x++) {
                int limit = (int) Math.min(Integer.MAX_VALUE, best >> 10);
                int sum = difference(left, top, x, y, limit);
                long cost = ((long) sum << 10) + x * x + y * y;
                if (cost < best) {
                    best = cost;
                    dx = x * SHRINK * 2;
                    dy = y * SHRINK * 2;
                }
            }
        }
    }

    private int difference(int left, int top, int x, int y, int limit) {
        int sum = 0;
        for (int row = 0; row < WINDOW && sum <= limit; row++) {
            int is = (top + row) * W + left;
            int was = is - y * W - x;
            for (int i = 0; i < WINDOW; i++) {
                sum += Math.abs(now[is + i] - before[was + i]);
            }
        }
        return sum;
    }

    /** Half pixels of the full picture. */
    int dx() {
        return dx;
    }

    int dy() {
        return dy;
    }
}
