package io.watchword.ingest.motion;

import io.watchword.contract.MotionField;

/**
 * How well a vector explains a cell: the mean absolute difference between the cell now and where it
 * was, after the mean difference is taken away, because light that comes and goes is no motion. Not
 * thread-safe: the buffer is reused.
 */
final class BlockMatch {
    static final int CELL_PX = 16;
    private static final int W = MotionField.FRAME_WIDTH_PX;
    private static final int H = MotionField.FRAME_HEIGHT_PX;
    private static final int AREA = CELL_PX * CELL_PX;

    private final int[] differences = new int[AREA];

    /**
     * @param before luma one step before, (FRAME_HEIGHT_PX, FRAME_WIDTH_PX)
     * @param now luma of this picture, same shape
     * @param dx half pixels that the cell moved to the right since then
     * @param dy half pixels that it moved downwards
     * @param limit an answer above this need not be exact
     * @return 0 for a perfect match, of 255
     */
    float difference(byte[] before, byte[] now, int cell, int dx, int dy, float limit) {
        int left = cell % MotionField.GRID_WIDTH * CELL_PX;
        int top = cell / MotionField.GRID_WIDTH * CELL_PX;
        int x0 = 2 * left - dx;
        int y0 = 2 * top - dy;
        boolean inside = x0 >= 0 && y0 >= 0 && x0 <= 2 * (W - CELL_PX) && y0 <= 2 * (H - CELL_PX);
        int is = top * W + left;
        int was = (y0 >> 1) * W + (x0 >> 1);
        int sum;
        if (!inside) {
            sum = subtractAtEdge(before, now, is, x0, y0);
        } else if (((x0 | y0) & 1) == 0) {
            sum = subtractWhole(before, now, is, was);
        } else {
            sum = subtractHalf(before, now, is, was, x0 & 1, (y0 & 1) * W);
        }
        return total(Math.round((float) sum / AREA), (int) Math.min(1 << 20, limit * AREA));
    }

    private float total(int mean, int limit) {
        int total = 0;
        for (int row = 0; row < AREA && total <= limit; row += CELL_PX) {
            for (int i = row; i < row + CELL_PX; i++) {
                total += Math.abs(differences[i] - mean);
            }
        }
        return (float) total / AREA;
    }

    private int subtractWhole(byte[] before, byte[] now, int is, int was) {
        int sum = 0;
        for (int y = 0; y < CELL_PX; y++) {
            for (int x = 0; x < CELL_PX; x++) {
                int difference = (now[is + y * W + x] & 255) - (before[was + y * W + x] & 255);
                differences[y * CELL_PX + x] = difference;
                sum += difference;
            }
        }
        return sum;
    }

    /** Between pixels the mean of two or four. */
    private int subtractHalf(byte[] before, byte[] now, int is, int was, int right, int below) {
        int sum = 0;
        for (int y = 0; y < CELL_PX; y++) {
            int upper = was + y * W;
            int lower = upper + below;
            for (int x = 0; x < CELL_PX; x++) {
                int four =
                        (before[upper + x] & 255)
                                + (before[upper + x + right] & 255)
                                + (before[lower + x] & 255)
                                + (before[lower + x + right] & 255);
                int difference = (now[is + y * W + x] & 255) - ((four + 2) >> 2);
                differences[y * CELL_PX + x] = difference;
                sum += difference;
            }
        }
        return sum;
    }

    /** Beyond the edge the edge goes on. */
    private int subtractAtEdge(byte[] before, byte[] now, int is, int x0, int y0) {
        int sum = 0;
        for (int y = 0; y < CELL_PX; y++) {
            int upper = clamp((y0 >> 1) + y, H) * W;
            int lower = clamp((y0 >> 1) + y + (y0 & 1), H) * W;
            for (int x = 0; x < CELL_PX; x++) {
                int near = clamp((x0 >> 1) + x, W);
                int far = clamp((x0 >> 1) + x + (x0 & 1), W);
                int four =
                        (before[upper + near] & 255)
                                + (before[upper + far] & 255)
                                + (before[lower + near] & 255)
                                + (before[lower + far] & 255);
                int difference = (now[is + y * W + x] & 255) - ((four + 2) >> 2);
                differences[y * CELL_PX + x] = difference;
                sum += difference;
            }
        }
        return sum;
    }

    private static int clamp(int value, int size) {
        return Math.max(0, Math.min(size - 1, value));
    }
}
