package io.watchword.fusion.describe;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Finds text in which a language model went round in circles. Only what is longer than an answer of
 * our own servers counts: they keep their models from repeating themselves, others may not. Pure.
 */
public final class Repetition {
    private static final int RUN = 3;
    private static final int LEAST_WORDS = 65; // one more than the tokens of our bundles' answers
    private static final int LONGEST_WORD = 400;
    private static final double MOST = 0.5;

    private Repetition() {}

    /** Whether half of the text or more was said before in it, or a word does not end. */
    public static boolean isEndless(String text) {
        String[] words = text.strip().toLowerCase(Locale.ROOT).split("\\s+", -1);
        for (String word : words) {
            if (word.length() > LONGEST_WORD) {
                return true;
            }
        }
        return words.length >= LEAST_WORDS && ratio(words) >= MOST;
    }

    /** Share of the runs of three words that were there before, {@code [0, 1)}. */
    static double ratio(String... words) {
        int runs = words.length - RUN + 1;
        if (runs <= 0) {
            return 0;
        }
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < runs; i++) {
            seen.add(words[i] + ' ' + words[i + 1] + ' ' + words[i + 2]);
        }
        return 1 - seen.size() / (double) runs;
    }
}
