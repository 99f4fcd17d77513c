package io.watchword.llm.token;

import java.util.List;
import java.util.Set;

/** Text to token ids and back, with the vocabulary of one language model. */
public interface Tokenizer extends AutoCloseable {
    /** Ids of a text. Special tokens written out in it become their ids; none is added. */
    int[] encode(String text);

    /**
     * Text of ids. Special tokens leave no text; bytes that are no complete character give U+FFFD.
     */
    String decode(int[] tokenIds);

    /**
     * The bytes, UTF-8, that each token adds to a text, by token id. Special tokens and ids that
     * are no token have none. Nobody may write to them.
     *
     * @return empty if the tokenizer's tokens have no bytes of their own
     */
    default List<byte[]> pieces() {
        return List.of();
    }

    /** Special tokens as they are written: {@code <eos>} and so on. */
    Set<String> specialTokens();

    @Override
    void close();
}
