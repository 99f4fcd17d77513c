package io.watchword.llm.project;

import static io.watchword.contract.Checks.checkArgument;

import io.watchword.contract.Modality;
import io.watchword.contract.TokenBlock;
import java.util.Optional;

/**
 * Maps encoder embeddings into a language model's token space, each modality by its own weights.
 */
public interface Projector extends AutoCloseable {
    /**
     * What goes in and what comes out for one block.
     *
     * @param count embeddings in
     * @param dim values in each of them
     * @param positions embeddings out: the positions that the block takes in the prompt
     * @param rows of the grid that they are, from top to bottom; 1 where they have no order of rows
     * @param pictures whether a block holds pictures of {@code count} embeddings each, and says
     *     which
     */
    record Shape(int count, int dim, int positions, int rows, boolean pictures) {
        public Shape {
            checkArgument(
                    rows > 0 && positions % rows == 0,
                    "%d embeddings are in %d rows",
                    positions,
                    rows);
        }

        public Shape(int count, int dim, int positions) {
            this(count, dim, positions, 1, false);
        }

        /** Embeddings from left to right. */
        public int columns() {
            return positions / rows;
        }

        /** Whether a block has this shape. */
        public boolean fits(TokenBlock block) {
            boolean counts =
                    pictures
                            ? !block.pictures().isEmpty() && block.count() % count == 0
                            : block.count() == count;
            return counts && block.dim() == dim;
        }
    }

    /** Empty where the bundle has no projector for the modality. */
    Optional<Shape> shape(Modality modality);

    /** Values of one embedding of the language model. */
    int hidden();

    /**
     * Projects one block.
     *
     * @param embeddings shape (count, dim), row-major
     * @return a new array, shape (positions, hidden), row-major; not checked to be finite
     */
    float[] project(Modality modality, float[] embeddings);

    /** Whether the bundle has a resampler for the modality. */
    default boolean resamples(Modality modality) {
        return false;
    }

    /**
     * Makes projected embeddings of one modality, of any number of segments, a fixed number of
     * them.
     *
     * @param embeddings shape (any, hidden), row-major
     * @return a new array, shape (latents, hidden), row-major
     */
    default float[] resample(Modality modality, float[] embeddings) {
        throw new IllegalStateException("bundle has no resampler for " + modality);
    }

    @Override
    void close();
}
