package io.watchword.llm.project;

import io.watchword.contract.Modality;
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
     */
    record Shape(int count, int dim, int positions) {}

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
