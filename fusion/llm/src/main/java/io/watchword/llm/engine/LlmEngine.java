package io.watchword.llm.engine;

import io.watchword.llm.prompt.Prompt;

/**
 * Runs a decoder-only language model: the whole prompt once, then one token at a time. Knows no
 * scheduler. Thread-safe: sequences of one engine may run on different threads.
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

    @Override
    void close();
}
