package io.watchword.llm.decode;

/** Hears each token as it is decoded, except the one that ends the caption. */
@FunctionalInterface
public interface TokenListener {
    /**
     * @param text what became complete with this token; may be empty inside a character
     * @param logprob natural logarithm of the token's probability
     */
    void decoded(int tokenId, String text, float logprob);
}
