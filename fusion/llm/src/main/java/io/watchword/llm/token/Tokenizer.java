package io.watchword.llm.token;

import java.util.Set;

/** Text to token ids and back, with the vocabulary of one language model. */
public interface Tokenizer extends AutoCloseable {
    /** Ids of a text. Special tokens written out in it become their ids; none is added. */
    int[] encode(String text);

    /**
     * Text of ids. Special tokens leave no text; bytes that are no complete character give U+FFFD.
     */
    String decode(int[] tokenIds);

    /** Special tokens as they are written: {@code <eos>} and so on. */
    Set<String> specialTokens();

    @Override
    void close();
}
