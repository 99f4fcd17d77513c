package io.watchword.llm.sample;

/**
 * What a model may say next. Follows one answer from its first token; not thread-safe: the decode
 * loop owns it.
 */
public interface TokenRule {
    /** Anything at any time. */
    TokenRule FREE =
            new TokenRule() {
                @Override
                public void restrict(float[] logits) {}

                @Override
                public void said(int tokenId) {}
            };

    /**
     * Rules out what may not come next by negative infinity, in place.
     *
     * @param logits shape (vocabulary)
     */
    void restrict(float[] logits);

    /** Hears the token that was taken. */
    void said(int tokenId);
}
