package io.watchword.llm.engine;

/**
 * One prompt being continued. Owns its KV cache until closed. Not thread-safe: one decode loop owns
 * it.
 */
public interface Sequence extends AutoCloseable {
    /** Logits after the last position, shape (vocabulary); a new array. */
    float[] logits();

    /** Appends one token and runs one decode step. */
    void decode(int tokenId);

    /** Positions in the KV cache. */
    int positions();

    @Override
    void close();
}
