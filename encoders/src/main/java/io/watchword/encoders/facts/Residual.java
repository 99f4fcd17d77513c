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
        if (length(restX, restY) > slack(camera, row, column)) {
            dx[row * MotionField.GRID_WIDTH + column] = restX;
            dy[row * MotionField.GRID_WIDTH + column] = restY;
        }
    }

    /** A moving camera leaves parallax and rounding behind; that much is no motion of its own. */
    private static float slack(CameraMotion camera, int row, int column) {
        if (!camera.moving()) {
            return 0;
        }
        return 1 + 0.15f * length(camera.dxAt(column), camera.dyAt(row));
    }

    float size(int cell) {
        return length(dx[cell], dy[cell]);
    }

    private static float length(float x, float y) {
        return (float) Math.sqrt(x * x + y * y);
    }

    /** Whether neighbours move alike: a cell that goes its own way is a wrong match. */
    boolean supported(int row, int column) {
        int cell = row * MotionField.GRID_WIDTH + column;
        float size = size(cell);
        if (size == 0) {
            return false;
        }
        int alike = 0;
        float tolerance = Math.max(2, 0.35f * size);
        for (int y = Math.max(0, row - 1);
                y <= Math.min(MotionField.GRID_HEIGHT - 1, row + 1);
                y++) {
            for (int x = Math.max(0, column - 1);
                    x <= Math.min(MotionField.GRID_WIDTH - 1, column + 1);
                    x++) {
                int other = y * MotionField.GRID_WIDTH + x;
                alike += other != cell && alike(cell, other, tolerance) ? 1 : 0;
            }
        }
        return alike >= NEIGHBOURS;
    }

    private boolean alike(int cell, int other, float tolerance) {
        boolean moves = dx[other] != 0 || dy[other] != 0;
        return moves && length(dx[cell] - dx[other], dy[cell] - dy[other]) <= tolerance;
    }
}
