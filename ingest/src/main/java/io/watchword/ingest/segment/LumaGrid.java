package io.watchword.ingest.segment;

import static io.watchword.contract.Checks.checkArgument;

import io.watchword.contract.MotionField;

/**
 * A picture's brightness, small: one mean for each cell of the motion grid.
 *
 * @param cells (GRID_HEIGHT, GRID_WIDTH), row-major, 0 to 255
 * @param mean 0 to 255
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record LumaGrid(float[] cells, float mean) {
    private static final int CELL_PX = 16;

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
        long total = 0;
        for (int cell = 0; cell < cells.length; cell++) {
            int left = cell % MotionField.GRID_WIDTH * CELL_PX;
            int top = cell / MotionField.GRID_WIDTH * CELL_PX;
            int sum = 0;
            for (int y = top; y < top + CELL_PX; y++) {
                for (int x = left; x < left + CELL_PX; x++) {
                    sum += luma[y * width + x] & 255;
                }
            }
            cells[cell] = (float) sum / (CELL_PX * CELL_PX);
            total += sum;
        }
        return new LumaGrid(cells, (float) total / luma.length);
    }
}
