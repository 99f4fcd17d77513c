package io.watchword.ingest.segment;

import static io.watchword.contract.Checks.checkArgument;

import io.watchword.contract.MotionField;

/**
 * A picture's brightness, small: one mean for each cell of the motion grid, and how the pixels are
 * spread.
 *
 * @param cells (GRID_HEIGHT, GRID_WIDTH), row-major, 0 to 255
 * @param histogram shares of the pixels in 32 equal ranges of brightness
 * @param mean 0 to 255
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record LumaGrid(float[] cells, float[] histogram, float mean) {
    private static final int CELL_PX = 16;
    private static final int BINS = 32;

    /**
     * @param luma (FRAME_HEIGHT_PX, FRAME_WIDTH_PX), row-major
     */
    public static LumaGrid of(byte[] luma) {
        int width = MotionField.FRAME_WIDTH_PX;
        checkArgument(
                luma.length == width * MotionField.FRAME_HEIGHT_PX,
                "luma has %d bytes, required %d",
                luma.length,
                width * MotionField.FRAME_HEIGHT_PX);
        float[] cells = new float[MotionField.CELLS];
        int[] counts = new int[BINS];
        long total = 0;
        for (int cell = 0; cell < cells.length; cell++) {
            int left = cell % MotionField.GRID_WIDTH * CELL_PX;
            int top = cell / MotionField.GRID_WIDTH * CELL_PX;
            int sum = 0;
            for (int y = top; y < top + CELL_PX; y++) {
                for (int x = left; x < left + CELL_PX; x++) {
                    int value = luma[y * width + x] & 255;
                    sum += value;
                    counts[value >> 3]++;
                }
            }
            cells[cell] = (float) sum / (CELL_PX * CELL_PX);
            total += sum;
        }
        float[] histogram = new float[BINS];
        for (int bin = 0; bin < BINS; bin++) {
            histogram[bin] = (float) counts[bin] / luma.length;
        }
        return new LumaGrid(cells, histogram, (float) total / luma.length);
    }
}
