package io.watchword.ingest.motion;

import io.watchword.contract.MotionField;
import java.util.Arrays;

/**
 * The block vectors of one decoded picture, gathered by macroblock: at most four to a cell. Reused
 * from picture to picture. Not thread-safe.
 */
public final class BlockVectors {
    private static final int CELL_PX = 16;
    private static final int PER_CELL = 4;

    private final int[] count = new int[MotionField.CELLS];
    private final int[] dx = new int[MotionField.CELLS * PER_CELL]; // half pixels, forward
    private final int[] dy = new int[MotionField.CELLS * PER_CELL];
    private final int[] sorted = new int[PER_CELL];

    public void clear() {
        Arrays.fill(count, 0);
    }

    /**
     * Adds a block that refers to the picture before it, as FFmpeg exports it: {@code src = dst +
     * motion / scale}. What the block shows has therefore moved by {@code -motion / scale}.
     *
     * @param dstX centre of the block in this picture, pixels
     * @param scale parts of a pixel in which motion is given
     */
    public void add(int dstX, int dstY, int motionX, int motionY, int scale) {
        int column = dstX / CELL_PX;
        int row = dstY / CELL_PX;
        if (dstX < 0
                || dstY < 0
                || column >= MotionField.GRID_WIDTH
                || row >= MotionField.GRID_HEIGHT) {
            return;
        }
        int cell = row * MotionField.GRID_WIDTH + column;
        if (count[cell] < PER_CELL) {
            int i = cell * PER_CELL + count[cell]++;
            dx[i] = -motionX * 2 / scale;
            dy[i] = -motionY * 2 / scale;
        }
    }

    /** Whether the cell was coded without a vector: nothing in the picture before explains it. */
    public boolean intra(int cell) {
        return count[cell] == 0;
    }

    /** Median of the cell's blocks, half pixels to the right; 0 without any. */
    public int dx(int cell) {
        return median(dx, cell);
    }

    /** Median of the cell's blocks, half pixels downwards; 0 without any. */
    public int dy(int cell) {
        return median(dy, cell);
    }

    private int median(int[] values, int cell) {
        int n = count[cell];
        if (n == 0) {
            return 0;
        }
        if (n == 1) {
            return values[cell * PER_CELL];
        }
        System.arraycopy(values, cell * PER_CELL, sorted, 0, n);
        Arrays.sort(sorted, 0, n);
        return (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
    }
}
