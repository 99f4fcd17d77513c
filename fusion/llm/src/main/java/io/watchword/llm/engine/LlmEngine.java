package io.watchword.llm.engine;

import io.watchword.llm.prompt.Prompt;
import java.util.List;

/**
 * Runs a decoder-only language model: a whole prompt once, then one token at a time of as many
 * sequences as are handed in. Knows no scheduler. Thread-safe: sequences of one engine may run on
 * different threads, as long as no two threads run the same one.
 */
public interface LlmEngine extends AutoCloseable {
    /** Values of one embedding. */
    int hidden();

    /**
     * Runs the prompt.
     *
     * @return its KV cache and the logits after its last position; the caller closes it
     */
    Sequence prefill(Prompt prompt);

    /**
     * Appends one token to each sequence and runs one decode step for all of them. What one says
     * does not depend on which others are there. Cheapest while the same sequences come in the same
     * order as in the step before. If it throws, no sequence has moved on, or each can be tried by
     * itself.
     *
     * @param sequences of this engine, none of them twice
     * @param tokenIds one for each sequence
     */
    default void decode(List<? extends Sequence> sequences, int[] tokenIds) {
        for (int i = 0; i < tokenIds.length; i++) {
            sequences.get(i).decode(tokenIds[i]);
        }
    }

    @Override
    void close();
}
