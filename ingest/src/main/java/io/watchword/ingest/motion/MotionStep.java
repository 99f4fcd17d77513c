package io.watchword.ingest.motion;

import static io.watchword.contract.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

import io.watchword.contract.MotionField;

/**
 * One step of a motion field.
 *
 * @param vectors (2, GRID_HEIGHT, GRID_WIDTH), x plane before y plane, half pixels
 * @param intra (GRID_HEIGHT, GRID_WIDTH), 1 where content is new
 * @param noiseFloor half pixels
 * @param unexplained share of the cells that neither resting nor moving accounts for, 0 to 1
 */
@SuppressWarnings("ArrayRecordComponent") // read-only by contract; never compared
public record MotionStep(byte[] vectors, byte[] intra, float noiseFloor, float unexplained) {
    /** Nothing moved: the first picture of a stream, or the same picture again. */
    public static final MotionStep STILL =
            new MotionStep(new byte[2 * MotionField.CELLS], new byte[MotionField.CELLS], 0, 0);

    public MotionStep {
        requireNonNull(vectors, "vectors is null");
        requireNonNull(intra, "intra is null");
        checkArgument(
                vectors.length == 2 * MotionField.CELLS && intra.length == MotionField.CELLS,
                "motion step has %d vector bytes and %d intra bytes, required %d and %d",
                vectors.length,
                intra.length,
                2 * MotionField.CELLS,
                MotionField.CELLS);
    }

    /** Share of the cells that moved, or that nothing before explains. */
    public float moving() {
        int cells = 0;
        for (int cell = 0; cell < MotionField.CELLS; cell++) {
            boolean moved = vectors[cell] != 0 || vectors[MotionField.CELLS + cell] != 0;
            cells += moved || intra[cell] != 0 ? 1 : 0;
        }
        return (float) cells / MotionField.CELLS;
    }
}
