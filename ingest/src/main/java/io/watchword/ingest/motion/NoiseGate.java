package io.watchword.ingest.motion;

import io.watchword.contract.MotionField;
import java.util.Arrays;

/**
 * Keeps the vectors that two pictures support and sets the others to zero. An encoder picks the
 * vector that costs the fewest bits; on a flat or noisy wall that is a random one. A cell moved when
 * it changed by more than the picture's noise, and when its vector explains clearly more of the
 * change than standing still does. A lone moving cell needs stronger support than one among others.
 *
 * <p>Pure in its results: equal pictures and vectors give equal steps. Not thread-safe: the buffers
 * are reused.
 */
public final class NoiseGate {
    private static final int W = MotionField.FRAME_WIDTH_PX;
    private static final int H = MotionField.FRAME_HEIGHT_PX;
    private static final int CELL_PX = 16;
    private static final int CELL_AREA = CELL_PX * CELL_PX;

    /** Mean change of a pixel, of 255, below which a cell never counts as changed. */
    private static final float MIN_CHANGE = 1.5f;

    private static final float CHANGE_OVER_NOISE = 2f;
    private static final float MAX_NOISE = 8f;

    /** Share of the change that may remain under the vector. */
    private static final float MAX_REMAINDER = 0.75f;

    private static final float MAX_REMAINDER_ALONE = 0.5f;

    private final float[] change = new float[MotionField.CELLS]; // mean |difference| at rest
    private final float[] remainder = new float[MotionField.CELLS]; // the same along the vector
    private final float[] sorted = new float[MotionField.CELLS];
    private final int[] dx = new int[MotionField.CELLS];
    private final int[] dy = new int[MotionField.CELLS];
    private final boolean[] moved = new boolean[MotionField.CELLS];

    /**
     * Judges the vectors of one step.
     *
     * @param before luma of the picture one step before, (FRAME_HEIGHT_PX, FRAME_WIDTH_PX)
     * @param now luma of this picture, same shape
     */
    public MotionStep judge(byte[] before, byte[] now, BlockVectors blocks) {
        for (int cell = 0; cell < MotionField.CELLS; cell++) {
            dx[cell] = blocks.dx(cell);
            dy[cell] = blocks.dy(cell);
            change[cell] = difference(before, now, cell, 0, 0);
            boolean rests = dx[cell] == 0 && dy[cell] == 0;
            remainder[cell] =
                    rests ? change[cell] : difference(before, now, cell, dx[cell], dy[cell]);
        }
        float noise = noise();
        float minChange = Math.max(MIN_CHANGE, CHANGE_OVER_NOISE * noise);
        float floor = 1 + noise / 2;
        for (int cell = 0; cell < MotionField.CELLS; cell++) {
            float lengthSquared = dx[cell] * dx[cell] + dy[cell] * dy[cell];
            moved[cell] =
                    !blocks.intra(cell)
                            && lengthSquared >= floor * floor
                            && change[cell] > minChange
                            && remainder[cell] < MAX_REMAINDER * change[cell];
        }
        return step(blocks, minChange, floor);
    }

    private MotionStep step(BlockVectors blocks, float minChange, float floor) {
        byte[] vectors = new byte[2 * MotionField.CELLS];
        byte[] intra = new byte[MotionField.CELLS];
        for (int cell = 0; cell < MotionField.CELLS; cell++) {
            if (blocks.intra(cell)) {
                intra[cell] = (byte) (change[cell] > minChange ? 1 : 0);
            } else if (moved[cell]
                    && (remainder[cell] < MAX_REMAINDER_ALONE * change[cell]
                            || accompanied(cell))) {
                vectors[cell] = clip(dx[cell]);
                vectors[MotionField.CELLS + cell] = clip(dy[cell]);
            }
        }
        return new MotionStep(vectors, intra, floor);
    }

    /** Whether a neighbour moves the same way, within a quarter turn and about as far. */
    private boolean accompanied(int cell) {
        int row = cell / MotionField.GRID_WIDTH;
        int column = cell % MotionField.GRID_WIDTH;
        int length = dx[cell] * dx[cell] + dy[cell] * dy[cell];
        for (int y = Math.max(0, row - 1); y <= Math.min(MotionField.GRID_HEIGHT - 1, row + 1); y++) {
            for (int x = Math.max(0, column - 1);
                    x <= Math.min(MotionField.GRID_WIDTH - 1, column + 1);
                    x++) {
                int other = y * MotionField.GRID_WIDTH + x;
                int ex = dx[other] - dx[cell];
                int ey = dy[other] - dy[cell];
                if (other != cell && moved[other] && 2 * (ex * ex + ey * ey) <= length + 8) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Median of what the better of resting and moving leaves unexplained, over the picture. */
    private float noise() {
        for (int cell = 0; cell < MotionField.CELLS; cell++) {
            sorted[cell] = Math.min(change[cell], remainder[cell]);
        }
        Arrays.sort(sorted);
        return Math.min(MAX_NOISE, sorted[MotionField.CELLS / 2]);
    }

    /** Mean absolute difference of a cell now and where it was, half pixels back along (dx, dy). */
    private static float difference(byte[] before, byte[] now, int cell, int dx, int dy) {
        int left = cell % MotionField.GRID_WIDTH * CELL_PX;
        int top = cell / MotionField.GRID_WIDTH * CELL_PX;
        int x0 = 2 * left - dx;
        int y0 = 2 * top - dy;
        int halfX = x0 & 1;
        int halfY = y0 & 1;
        int baseX = x0 >> 1;
        int baseY = y0 >> 1;
        int sum = 0;
        for (int y = 0; y < CELL_PX; y++) {
            int upper = clamp(baseY + y, H) * W;
            int lower = clamp(baseY + y + halfY, H) * W;
            int row = (top + y) * W + left;
            for (int x = 0; x < CELL_PX; x++) {
                int near = clamp(baseX + x, W);
                int far = clamp(baseX + x + halfX, W);
                int was =
                        ((before[upper + near] & 255)
                                        + (before[upper + far] & 255)
                                        + (before[lower + near] & 255)
                                        + (before[lower + far] & 255)
                                        + 2)
                                >> 2;
                sum += Math.abs((now[row + x] & 255) - was);
            }
        }
        return (float) sum / CELL_AREA;
    }

    private static int clamp(int value, int size) {
        return Math.max(0, Math.min(size - 1, value));
    }

    private static byte clip(int halfPixels) {
        return (byte) Math.max(-127, Math.min(127, halfPixels));
    }
}
