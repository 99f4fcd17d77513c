package io.watchword.contract;

import static io.watchword.contract.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

/**
 * Block motion of a segment on a fixed grid, at 6 steps a second.
 *
 * <p>The canonical source is FFmpeg's MPEG-4 Part 2 encoder run on the frames at 6 Hz, squashed to
 * 576×320 pixels: one cell is one 16×16 macroblock. Step {@code i} is the forward displacement of
 * what a cell shows at {@code firstStepUs + i * STEP_US} since one step before: positive x is to
 * the right, positive y is down. The profile follows Jin et al., "Video-LaVIT", 2024, section 3.1,
 * with 12 steps instead of 24 and no interpolated step. What the encoder's local search misses is
 * searched for again, farther, and what two pictures do not support is set to zero.
 *
 * @param steps steps held, at most {@link #MAX_STEPS} in a segment of two seconds
 * @param firstStepUs media time of step 0, microseconds
 * @param vectors (steps, 2, GRID_HEIGHT, GRID_WIDTH), row-major, x plane before y plane, in half
 *     pixels at 576×320, clipped to ±127; zero where the noise gate found nothing to trust
 * @param intra (steps, GRID_HEIGHT, GRID_WIDTH), row-major, 1 where the encoder found no motion
 *     that explains the cell (new content), else 0
 * @param noiseFloor (steps), displacement in half pixels below which the gate set vectors to zero
 */
@SuppressWarnings("ArrayRecordComponent") // read-only by contract; never compared
public record MotionField(
        int steps, long firstStepUs, byte[] vectors, byte[] intra, float[] noiseFloor) {
    public static final int GRID_HEIGHT = 20;
    public static final int GRID_WIDTH = 36;
    public static final int CELLS = GRID_HEIGHT * GRID_WIDTH;
    public static final int STEPS_PER_SECOND = 6;
    public static final int MAX_STEPS = 12;
    public static final int FRAME_WIDTH_PX = 576;
    public static final int FRAME_HEIGHT_PX = 320;
    public static final float PX_PER_UNIT = 0.5f;

    public MotionField {
        requireNonNull(vectors, "vectors is null");
        requireNonNull(intra, "intra is null");
        requireNonNull(noiseFloor, "noiseFloor is null");
        checkArgument(steps >= 0, "steps is negative: %d", steps);
        checkArgument(
                vectors.length == steps * 2 * CELLS,
                "vectors has %d bytes, %d steps need %d",
                vectors.length,
                steps,
                steps * 2 * CELLS);
        checkArgument(
                intra.length == steps * CELLS,
                "intra has %d bytes, %d steps need %d",
                intra.length,
                steps,
                steps * CELLS);
        checkArgument(
                noiseFloor.length == steps,
                "noiseFloor has %d values, %d steps",
                noiseFloor.length,
                steps);
    }

    MotionField later(long byUs) {
        return new MotionField(steps, firstStepUs + byUs, vectors, intra, noiseFloor);
    }

    /** Media time of a step, microseconds. */
    public long stepUs(int step) {
        return firstStepUs + step * 1_000_000L / STEPS_PER_SECOND;
    }

    /** Displacement to the right, half pixels at 576×320. */
    public int dx(int step, int row, int column) {
        return vectors[(step * 2 * GRID_HEIGHT + row) * GRID_WIDTH + column];
    }

    /** Displacement downwards, half pixels at 576×320. */
    public int dy(int step, int row, int column) {
        return vectors[((step * 2 + 1) * GRID_HEIGHT + row) * GRID_WIDTH + column];
    }

    public boolean intra(int step, int row, int column) {
        return intra[(step * GRID_HEIGHT + row) * GRID_WIDTH + column] != 0;
    }
}
