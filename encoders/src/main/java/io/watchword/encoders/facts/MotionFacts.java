package io.watchword.encoders.facts;

import io.watchword.contract.MotionField;
import java.util.Arrays;

/**
 * The camera's motion and what else moves, one value a step.
 *
 * @param activity mean residual displacement of the {@link #BUSIEST} busiest cells, pixels at 576
 *     wide
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record MotionFacts(float[] activity, float[] globalDx, float[] globalDy) {
    static final int BUSIEST = 12;

    /**
     * Measures a field. Pure.
     *
     * @param steps values to give
     * @param firstStep index of the field's first step among them; steps it does not have are zero
     */
    public static MotionFacts of(MotionField field, int steps, int firstStep) {
        MotionFacts facts = none(steps);
        for (int step = 0; step < field.steps(); step++) {
            int at = firstStep + step;
            if (at >= 0 && at < steps) {
                CameraMotion camera = CameraMotion.of(field, step);
                facts.activity[at] = activity(field, step, camera);
                facts.globalDx[at] = camera.dx();
                facts.globalDy[at] = camera.dy();
            }
        }
        return facts;
    }

    /** Nothing moves. */
    public static MotionFacts none(int steps) {
        return new MotionFacts(new float[steps], new float[steps], new float[steps]);
    }

    private static float activity(MotionField field, int step, CameraMotion camera) {
        Residual residual = Residual.of(field, step, camera);
        float[] sizes = new float[MotionField.CELLS];
        for (int row = 0; row < MotionField.GRID_HEIGHT; row++) {
            for (int column = 0; column < MotionField.GRID_WIDTH; column++) {
                int cell = row * MotionField.GRID_WIDTH + column;
                sizes[cell] = residual.supported(row, column) ? residual.size(cell) : 0;
            }
        }
        Arrays.sort(sizes);
        float sum = 0;
        for (int i = sizes.length - BUSIEST; i < sizes.length; i++) {
            sum += sizes[i];
        }
        return sum / BUSIEST;
    }
}
