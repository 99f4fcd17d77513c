package io.watchword.view.subscribe;

import static io.watchword.contract.Checks.checkArgument;

import java.util.Arrays;

/**
 * Unit vectors of one bundle, side by side in one array, so that the cosines with all of them are
 * one matrix product. A removed row is used again. Not thread-safe.
 */
final class VectorTable {
    /** Rows that are summed together: their sums stay in the fastest memory. */
    private static final int LANES = 512;

    private final int dim;
    private float[] values; // (blocks, dim, LANES): rows of a block beside each other
    private int rows;

    VectorTable(int dim) {
        checkArgument(dim > 0, "a vector has no values");
        this.dim = dim;
        this.values = new float[dim * LANES];
    }

    int dim() {
        return dim;
    }

    /** How many rows {@link #cosines} fills. */
    int rows() {
        return rows;
    }

    /**
     * Sets a row; the row after the last one grows the table.
     *
     * @param vector unit, (dim)
     */
    void set(int row, float[] vector) {
        checkArgument(row >= 0 && row <= rows, "row is %d of %d", row, rows);
        checkArgument(vector.length == dim, "vector has %d values, not %d", vector.length, dim);
        if (row == rows) {
            rows++;
            int blocks = (rows + LANES - 1) / LANES;
            if (values.length < blocks * dim * LANES) {
                values =
                        Arrays.copyOf(
                                values,
                                Math.max(blocks, values.length / (dim * LANES) * 2) * dim * LANES);
            }
        }
        int start = row / LANES * dim * LANES + row % LANES;
        for (int d = 0; d < dim; d++) {
            values[start + d * LANES] = vector[d];
        }
    }

    /**
     * Cosines of all rows with a vector.
     *
     * @param vector unit, (dim)
     * @param out at least {@link #rows} long, filled from the front
     */
    void cosines(float[] vector, float[] out) {
        float[] sums = new float[LANES];
        for (int block = 0; block * LANES < rows; block++) {
            Arrays.fill(sums, 0);
            int start = block * dim * LANES;
            for (int d = 0; d < dim; d++) {
                addScaled(vector[d], start + d * LANES, sums);
            }
            System.arraycopy(sums, 0, out, block * LANES, Math.min(LANES, rows - block * LANES));
        }
    }

    /** Lanes do not depend on each other, so that this runs several at a time. */
    private void addScaled(float scale, int from, float[] sums) {
        for (int lane = 0; lane < LANES; lane++) {
            sums[lane] += scale * values[from + lane];
        }
    }
}
