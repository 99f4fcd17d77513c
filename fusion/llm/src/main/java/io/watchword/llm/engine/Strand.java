package io.watchword.llm.engine;

import io.watchword.llm.prompt.Prompt;
import java.util.OptionalInt;

/** One prompt to be continued. Asked by the scheduler's thread alone. */
public interface Strand {
    Prompt prompt();

    /** Most tokens that it may grow by: room in the KV cache is set aside for them. */
    int maxNewTokens();

    /**
     * Takes the next token.
     *
     * @param logits shape (vocabulary); may be written to
     * @return the token to go on with, or empty when the answer has ended
     */
    OptionalInt next(float[] logits);
}
