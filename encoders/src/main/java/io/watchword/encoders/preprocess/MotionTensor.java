package io.watchword.encoders.preprocess;

import static io.watchword.contract.Checks.checkArgument;

import io.watchword.contract.MotionField;
import io.watchword.contract.TimeSpan;
import java.nio.FloatBuffer;

/**
 * Lays a motion field out as a motion tokenizer takes it: for each step a plane of dx, one of dy
 * and one of the intra flag. Steps the segment does not have are zero. Pure. Thread-safe.
 */
public final class MotionTensor {
    private static final int PLANES = 3;
    private static final long STEP_US = 1_000_000L / MotionField.STEPS_PER_SECOND;

    private final int steps;

    /**
     * @throws IllegalArgumentException if the grid is not the one that ingest measures
     */
    public MotionTensor(int steps, int gridHeight, int gridWidth) {
        checkArgument(steps > 0, "motion.steps is not positive: %d", steps);
        checkArgument(
                gridHeight == MotionField.GRID_HEIGHT && gridWidth == MotionField.GRID_WIDTH,
                "motion grid is %d×%d, segments have %d×%d",
                gridHeight,
                gridWidth,
                MotionField.GRID_HEIGHT,
                MotionField.GRID_WIDTH);
        this.steps = steps;
    }

    /** Values of one field. */
    public int size() {
        return steps * PLANES * MotionField.CELLS;
    }

    public int steps() {
        return steps;
    }

    /**
     * Places the field in its segment: a step goes where its time says, as far as there is room.
     *
     * @return shape (steps, 3, GRID_HEIGHT, GRID_WIDTH), row-major, raw signed bytes
     */
    public byte[] of(MotionField field, TimeSpan span) {
        byte[] planes = new byte[size()];
        int held = Math.min(field.steps(), steps);
        int first = firstStep(field, span, held);
        for (int step = 0; step < held; step++) {
            int to = (first + step) * PLANES * MotionField.CELLS;
            System.arraycopy(
                    field.vectors(),
                    step * 2 * MotionField.CELLS,
                    planes,
                    to,
                    2 * MotionField.CELLS);
            for (int cell = 0; cell < MotionField.CELLS; cell++) {
                boolean intra = field.intra()[step * MotionField.CELLS + cell] != 0;
                planes[to + 2 * MotionField.CELLS + cell] = (byte) (intra ? 1 : 0);
            }
        }
        return planes;
    }

    private int firstStep(MotionField field, TimeSpan span, int held) {
        long offset = Math.round((field.firstStepUs() - span.startUs()) / (double) STEP_US);
        return (int) Math.max(0, Math.min(offset, steps - held));
    }

    /**
     * Writes a field as a model takes it.
     *
     * @param values receives raw byte values as floats, from {@code offset}
     */
    public void write(byte[] planes, FloatBuffer values, int offset) {
        checkArgument(
                planes.length == size(),
                "motion has %d bytes, %d are needed",
                planes.length,
                size());
        for (int i = 0; i < planes.length; i++) {
            values.put(offset + i, planes[i]);
        }
    }
}
