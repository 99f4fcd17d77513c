package io.watchword.encoders.testing;

import io.watchword.contract.MotionField;

/** Motion fields made on the spot. */
public final class Fields {
    private Fields() {}

    /** Displacement of a cell in half pixels: {dx, dy}, or null for an intra cell. */
    @FunctionalInterface
    public interface Cells {
        int @org.jspecify.annotations.Nullable [] at(int step, int row, int column);
    }

    public static MotionField of(int steps, long firstStepUs, Cells cells) {
        byte[] vectors = new byte[steps * 2 * MotionField.CELLS];
        byte[] intra = new byte[steps * MotionField.CELLS];
        for (int step = 0; step < steps; step++) {
            for (int row = 0; row < MotionField.GRID_HEIGHT; row++) {
                for (int column = 0; column < MotionField.GRID_WIDTH; column++) {
                    int cell = row * MotionField.GRID_WIDTH + column;
                    int[] vector = cells.at(step, row, column);
                    if (vector == null) {
                        intra[step * MotionField.CELLS + cell] = 1;
                    } else {
                        vectors[step * 2 * MotionField.CELLS + cell] = (byte) vector[0];
                        vectors[(step * 2 + 1) * MotionField.CELLS + cell] = (byte) vector[1];
                    }
                }
            }
        }
        return new MotionField(steps, firstStepUs, vectors, intra, new float[steps]);
    }
}
