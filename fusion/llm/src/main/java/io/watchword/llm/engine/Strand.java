package io.watchword.llm.engine;

import io.watchword.llm.prompt.Prompt;
import java.util.List;

/**
 * One prompt to be continued, in one way or several side by side. Asked by the scheduler's thread
 * alone.
 */
public interface Strand {
    /** A token after what one row says so far. */
    record Step(int row, int tokenId) {}

    Prompt prompt();

    /** Most tokens that it may grow by: room in the KV cache is set aside for them. */
    int maxNewTokens();

    /** Most ways in which it is continued side by side, each a row of the batch. */
    default int maxRows() {
        return 1;
    }

    /**
     * Takes the next tokens.
     *
     * @param logits of each row, shape (vocabulary) each; one row after the prompt. May be written
     *     to.
     * @return what to go on with, which are the rows from then on: a row may be gone on with in
     *     several ways, or not at all. Empty when the answer has ended.
     */
    List<Step> next(List<float[]> logits);
}
