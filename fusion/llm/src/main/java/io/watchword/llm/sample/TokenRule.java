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

    /** This rule, then another on what it leaves. */
    default TokenRule then(TokenRule other) {
        TokenRule first = this;
        return new TokenRule() {
            @Override
            public void restrict(float[] logits) {
                first.restrict(logits);
                other.restrict(logits);
            }

            @Override
            public void said(int tokenId) {
                first.said(tokenId);
                other.said(tokenId);
            }
        };
    }
}
