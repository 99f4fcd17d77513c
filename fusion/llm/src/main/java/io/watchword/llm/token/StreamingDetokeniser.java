package io.watchword.llm.token;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;

/**
 * Gives the text of a token stream as soon as it is complete. A byte-level token may end inside a
 * UTF-8 character; the text is then held back until the character's last byte has come. Decodes a
 * short suffix again at each token, since the text of a token may depend on the one before it. Not
 * thread-safe: the decode loop owns it.
 */
public final class StreamingDetokeniser {
    private static final String INCOMPLETE = "\uFFFD";

    private final Tokenizer tokenizer;
    private int[] suffix = new int[0]; // ids given out last, then those held back
    private int givenOut; // how many of the suffix's ids

    public StreamingDetokeniser(Tokenizer tokenizer) {
        this.tokenizer = requireNonNull(tokenizer, "tokenizer is null");
    }

    /** Returns the text that became complete with this token, often none. */
    public String add(int tokenId) {
        suffix = Arrays.copyOf(suffix, suffix.length + 1);
        suffix[suffix.length - 1] = tokenId;
        String held = held();
        if (held.isEmpty() || held.endsWith(INCOMPLETE)) {
            return "";
        }
        suffix = Arrays.copyOfRange(suffix, givenOut, suffix.length);
        givenOut = suffix.length;
        return held;
    }

    /**
     * Returns what is still held back, without the bytes of a character that was never finished.
     */
    public String finish() {
        String held = held();
        suffix = new int[0];
        givenOut = 0;
        int end = held.length();
        while (end > 0 && held.startsWith(INCOMPLETE, end - 1)) {
            end--;
        }
        return held.substring(0, end);
    }

    private String held() {
        String before = tokenizer.decode(Arrays.copyOf(suffix, givenOut));
        String now = tokenizer.decode(suffix);
        return now.length() > before.length() ? now.substring(before.length()) : "";
    }
}
