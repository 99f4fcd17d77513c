package io.watchword.llm.engine;

import io.watchword.llm.prompt.Prompt;

/**
 * Turns a whole prompt into the embeddings that a decoder would prefill: for decoders that run
 * elsewhere. Thread-safe.
 */
public interface PromptEmbedder extends AutoCloseable {
    /** Values of one embedding. */
    int hidden();

    /** Embeddings of all positions, shape (positions, hidden), row-major; a new array. */
    float[] embed(Prompt prompt);

    @Override
    void close();
}
