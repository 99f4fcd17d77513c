package io.watchword.encoders.facts;

import io.watchword.contract.MotionField;
import java.util.Arrays;

/**
 * The camera's own motion in one step of a motion field: {@code v(p) = (dx, dy) + zoom * (p -
 * centre)}, pixels a step at 576 wide.
 *
 * <p>A camera that stands still gives zero, however fast something small moves: the median over all
 * cells decides, and cells the noise gate set to zero count as standing. Only where more than
 * {@link #MIN_MOVING} of the cells move, in at least three quarters of the picture, and most of
 * them agree on one translation and zoom, is the motion theirs: a pan over a partly flat scene
 * leaves the flat cells at zero.
 *
 * @param zoom relative growth of the picture in one step; 0.01 is one per cent
 * @param moving whether the camera moves: then cells at zero are flat, not standing
 */
public record CameraMotion(float dx, float dy, float zoom, boolean moving) {
    public static final CameraMotion STILL = new CameraMotion(0, 0, 0, false);

    static final float MIN_MOVING = 0.35f;
    private static final float MIN_AGREEING = 0.55f;
    private static final float MIN_MOVING_IN_QUARTER = 0.15f;
    private static final int CELL_PX = MotionField.FRAME_WIDTH_PX / MotionField.GRID_WIDTH;
    private static final int ROUNDS = 4;

    /** Fits the camera's motion to one step. Intra cells say nothing and are left out. */
    public static CameraMotion of(MotionField field, int step) {
        Cells cells = Cells.moving(field, step);
        if (cells.count < MIN_MOVING * cells.known || cells.count < 16 || !cells.spread()) {
            return STILL;
        }
        CameraMotion fit = cells.refine(cells.guess());
        boolean agrees = cells.agreeing(fit) >= MIN_AGREEING * cells.count;
        if (agrees) {
            return fit;
        }
        return median(field, step);
    }

    /** Without agreement on a zoom: the median over all known cells, zeros too. */
    private static CameraMotion median(MotionField field, int step) {
        float[] dx = new float[MotionField.CELLS];
        float[] dy = new float[MotionField.CELLS];
        int known = 0;
        for (int row = 0; row < MotionField.GRID_HEIGHT; row++) {
            for (int column = 0; column < MotionField.GRID_WIDTH; column++) {
                if (!field.intra(step, row, column)) {
                    dx[known] = field.dx(step, row, column) * MotionField.PX_PER_UNIT;
                    dy[known] = field.dy(step, row, column) * MotionField.PX_PER_UNIT;
                    known++;
                }
            }
        }
        float x = medianOf(dx, known);
        float y = medianOf(dy, known);
        return x == 0 && y == 0 ? STILL : new CameraMotion(x, y, 0, true);
    }

    /** Displacement this motion gives a cell to the right, pixels. */
    public float dxAt(int column) {
        return dx + zoom * xOf(column);
    }

    /** Displacement this motion gives a cell downwards, pixels. */
    public float dyAt(int row) {
        return dy + zoom * yOf(row);
    }

    private static float xOf(int column) {
        return (column + 0.5f - MotionField.GRID_WIDTH / 2f) * CELL_PX;
    }

    private static float yOf(int row) {
        return (row + 0.5f - MotionField.GRID_HEIGHT / 2f) * CELL_PX;
    }

    private static float medianOf(float[] values, int count) {
        if (count == 0) {
            return 0;
        }
        float[] sorted = Arrays.copyOf(values, count);
        Arrays.sort(sorted);
        return count % 2 == 1 ? sorted[count / 2] : (sorted[count / 2 - 1] + sorted[count / 2]) / 2;
    }

    /** The cells of a step that move, pixels; {@code known} counts all that are not intra. */
    private static final class Cells {
        private final float[] x = new float[MotionField.CELLS];
        private final float[] y = new float[MotionField.CELLS];
        private final float[] dx = new float[MotionField.CELLS];
        private final float[] dy = new float[MotionField.CELLS];
        private final int[] inQuarter = new int[4];
        private int count;
        private int known;

        static Cells moving(MotionField field, int step) {
            Cells cells = new Cells();
            for (int row = 0; row < MotionField.GRID_HEIGHT; row++) {
                for (int column = 0; column < MotionField.GRID_WIDTH; column++) {
                    if (!field.intra(step, row, column)) {
                        cells.known++;
                        cells.add(
                                row,
                                column,
                                field.dx(step, row, column),
                                field.dy(step, row, column));
                    }
                }
            }
            return cells;
        }

        private void add(int row, int column, int unitsX, int unitsY) {
            if (unitsX == 0 && unitsY == 0) {
                return;
            }
            x[count] = xOf(column);
            y[count] = yOf(row);
            dx[count] = unitsX * MotionField.PX_PER_UNIT;
            dy[count] = unitsY * MotionField.PX_PER_UNIT;
            inQuarter[(x[count] < 0 ? 0 : 1) + (y[count] < 0 ? 0 : 2)]++;
            count++;
        }

        /** Whether three quarters of the picture move; one large thing that passes is no camera. */
        boolean spread() {
            float least = MIN_MOVING_IN_QUARTER * MotionField.CELLS / 4;
            return Arrays.stream(inQuarter).filter(moving -> moving >= least).count() >= 3;
        }

        CameraMotion guess() {
            float medianX = medianOf(dx, count);
            float medianY = medianOf(dy, count);
            float[] zooms = new float[count];
            int used = 0;
            for (int i = 0; i < count; i++) {
                float square = x[i] * x[i] + y[i] * y[i];
                if (square > 16 * CELL_PX * CELL_PX) {
                    zooms[used++] = ((dx[i] - medianX) * x[i] + (dy[i] - medianY) * y[i]) / square;
                }
            }
            return new CameraMotion(medianX, medianY, medianOf(zooms, used), true);
        }

        /** Least squares over the cells that agree, a few times. */
        CameraMotion refine(CameraMotion guess) {
            CameraMotion fit = guess;
            for (int round = 0; round < ROUNDS; round++) {
                fit = leastSquares(fit);
            }
            return fit;
        }

        private CameraMotion leastSquares(CameraMotion model) {
            double n = 0;
            double sumX = 0;
            double sumY = 0;
            double sumDx = 0;
            double sumDy = 0;
            double sumSquare = 0;
            double sumDot = 0;
            for (int i = 0; i < count; i++) {
                if (agrees(model, i)) {
                    n++;
                    sumX += x[i];
                    sumY += y[i];
                    sumDx += dx[i];
                    sumDy += dy[i];
                    sumSquare += x[i] * x[i] + y[i] * y[i];
                    sumDot += x[i] * dx[i] + y[i] * dy[i];
                }
            }
            double spread = n == 0 ? 0 : sumSquare - (sumX * sumX + sumY * sumY) / n;
            if (n < 8 || spread <= 0) {
                return model;
            }
            double zoom = (sumDot - (sumX * sumDx + sumY * sumDy) / n) / spread;
            return new CameraMotion(
                    (float) ((sumDx - zoom * sumX) / n),
                    (float) ((sumDy - zoom * sumY) / n),
                    (float) zoom,
                    true);
        }

        int agreeing(CameraMotion model) {
            int agreeing = 0;
            for (int i = 0; i < count; i++) {
                agreeing += agrees(model, i) ? 1 : 0;
            }
            return agreeing;
        }

        private boolean agrees(CameraMotion model, int i) {
            float modelX = model.dx + model.zoom * x[i];
            float modelY = model.dy + model.zoom * y[i];
            float square = Math.max(2.25f, 0.04f * (modelX * modelX + modelY * modelY));
            float restX = dx[i] - modelX;
            float restY = dy[i] - modelY;
            return restX * restX + restY * restY <= square;
        }
    }
}
