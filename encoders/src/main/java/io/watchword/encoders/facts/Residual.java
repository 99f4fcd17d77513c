package io.watchword.encoders.facts;

import io.watchword.contract.MotionField;

/**
 * What the camera's motion does not explain in one step, pixels at 576 wide; zero where it does.
 *
 * @param dx (GRID_HEIGHT, GRID_WIDTH), row-major
 * @param dy (GRID_HEIGHT, GRID_WIDTH), row-major
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Residual(float[] dx, float[] dy) {
    private static final int CELL_PX = MotionField.FRAME_WIDTH_PX / MotionField.GRID_WIDTH;
    private static final int NEIGHBOURS = 2;

    static Residual of(MotionField field, int step, CameraMotion camera) {
        Residual residual =
                new Residual(new float[MotionField.CELLS], new float[MotionField.CELLS]);
        // The edges that a moving camera uncovers hold no match.
        int marginX = camera.moving() ? 1 + (int) (Math.abs(camera.dx()) / CELL_PX) : 0;
        int marginY = camera.moving() ? 1 + (int) (Math.abs(camera.dy()) / CELL_PX) : 0;
        for (int row = marginY; row < MotionField.GRID_HEIGHT - marginY; row++) {
            for (int column = marginX; column < MotionField.GRID_WIDTH - marginX; column++) {
                residual.set(field, step, row, column, camera);
            }
        }
        return residual;
    }

    private void set(MotionField field, int step, int row, int column, CameraMotion camera) {
        int unitsX = field.dx(step, row, column);
        int unitsY = field.dy(step, row, column);
        boolean flat = unitsX == 0 && unitsY == 0;
        if (flat || field.intra(step, row, column)) {
            return;
        }
        float restX = unitsX * MotionField.PX_PER_UNIT - camera.dxAt(column);
        float restY = unitsY * MotionField.PX_PER_UNIT - camera.dyAt(row);
        if (Math.hypot(restX, restY) > slack(camera, row, column)) {
            dx[row * MotionField.GRID_WIDTH + column] = restX;
            dy[row * MotionField.GRID_WIDTH + column] = restY;
        }
    }

    /** A moving camera leaves parallax and rounding behind; that much is no motion of its own. */
    private static float slack(CameraMotion camera, int row, int column) {
        if (!camera.moving()) {
            return 0;
        }
        return 1 + 0.15f * (float) Math.hypot(camera.dxAt(column), camera.dyAt(row));
    }

    float size(int cell) {
        return (float) Math.hypot(dx[cell], dy[cell]);
    }

    /** Whether neighbours move alike: a cell that goes its own way is a wrong match. */
    boolean supported(int row, int column) {
        int alike = 0;
        for (int y = Math.max(0, row - 1);
                y <= Math.min(MotionField.GRID_HEIGHT - 1, row + 1);
                y++) {
            for (int x = Math.max(0, column - 1);
                    x <= Math.min(MotionField.GRID_WIDTH - 1, column + 1);
                    x++) {
                alike += (y != row || x != column) && alike(row, column, y, x) ? 1 : 0;
            }
        }
        return alike >= NEIGHBOURS;
    }

    private boolean alike(int row, int column, int otherRow, int otherColumn) {
        int one = row * MotionField.GRID_WIDTH + column;
        int other = otherRow * MotionField.GRID_WIDTH + otherColumn;
        float size = size(one);
        return size > 0
                && size(other) > 0
                && Math.hypot(dx[one] - dx[other], dy[one] - dy[other])
                        <= Math.max(2, 0.35f * size);
    }
}
