package io.watchword.llm.project;

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
     * @param pictures whether a block holds pictures of {@code count} embeddings each, and says
     *     which
     */
    record Shape(int count, int dim, int positions, boolean pictures) {
        public Shape(int count, int dim, int positions) {
            this(count, dim, positions, false);
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

    @Override
    void close();
}
