package io.watchword.llm.engine;

import io.watchword.llm.prompt.Prompt;

/**
 * One prompt being continued. Owns its part of the KV cache until closed. Not thread-safe: one
 * thread owns it, and all that it is decoded together with.
 */
public interface Sequence extends AutoCloseable {
    /** Logits after the last position, shape (vocabulary); the caller may write to it. */
    float[] logits();

    /**
     * Reads more of a prompt after what it has read and said, by itself. What it says then is bit
     * by bit the same however often it was forked before.
     */
    void extend(Prompt more);

    /** Appends one token and runs one decode step, by itself. */
    void decode(int tokenId);

    /** A sequence that has said the same so far; the caller closes it. */
    Sequence fork();

    /** Positions in the KV cache. */
    int positions();

    @Override
    void close();
}
