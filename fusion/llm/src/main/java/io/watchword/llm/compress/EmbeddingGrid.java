package io.watchword.llm.compress;

import static io.watchword.contract.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

import io.watchword.contract.Modality;

/**
 * Projected embeddings of one modality of a segment. Nobody writes to them.
 *
 * @param rows from top to bottom; 1 where they are a row in time
 * @param columns from left to right
 * @param values (rows * columns, width), row-major
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record EmbeddingGrid(Modality modality, int rows, int columns, float[] values) {
    public EmbeddingGrid {
        requireNonNull(modality, "modality is null");
        checkArgument(
                rows > 0
                        && columns > 0
                        && values.length > 0
                        && values.length % Math.multiplyExact(rows, columns) == 0,
                "%s: %d values are no %d×%d embeddings",
                modality,
                values.length,
                rows,
                columns);
    }

    /** A row of embeddings. */
    static EmbeddingGrid row(Modality modality, int count, float[] values) {
        return new EmbeddingGrid(modality, 1, count, values);
    }

    /** Embeddings, each of which takes one position of a prompt. */
    public int count() {
        return rows * columns;
    }

    /** Values of one embedding. */
    int width() {
        return values.length / count();
    }

    /** The embeddings of these indices, in this order, as a row. */
    EmbeddingGrid pick(int... indices) {
        int width = width();
        float[] picked = new float[indices.length * width];
        for (int i = 0; i < indices.length; i++) {
            System.arraycopy(values, indices[i] * width, picked, i * width, width);
        }
        return row(modality, indices.length, picked);
    }

    /** The mean of each square of so many cells a side, the grid cut as evenly as it can be. */
    public EmbeddingGrid pooled(int by) {
        return by == 1 ? this : adaptive(part(rows, by), part(columns, by));
    }

    int countPooled(int by) {
        return part(rows, by) * part(columns, by);
    }

    private static int part(int length, int by) {
        return (length + by - 1) / by;
    }

    /**
     * As PyTorch's {@code adaptive_avg_pool2d}: the cell (r, c) is the mean over rows {@code
     * [floor(r * in / out), ceil((r + 1) * in / out))}, and columns alike.
     */
    EmbeddingGrid adaptive(int toRows, int toColumns) {
        int width = width();
        float[] means = new float[toRows * toColumns * width];
        for (int row = 0; row < toRows; row++) {
            int top = row * rows / toRows;
            int bottom = part((row + 1) * rows, toRows);
            for (int column = 0; column < toColumns; column++) {
                int left = column * columns / toColumns;
                int right = part((column + 1) * columns, toColumns);
                int to = (row * toColumns + column) * width;
                addMean(top, bottom, left, right, means, to);
            }
        }
        return new EmbeddingGrid(modality, toRows, toColumns, means);
    }

    private void addMean(int top, int bottom, int left, int right, float[] means, int to) {
        int width = width();
        float share = 1f / ((bottom - top) * (right - left));
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                int from = (y * columns + x) * width;
                for (int i = 0; i < width; i++) {
                    means[to + i] += values[from + i] * share;
                }
            }
        }
    }
}
