package io.watchword.fusion.ask;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The words of a question that say what it is about, and whether a caption has them all. Endings
 * are passed over: "cars" is in "a car stops". Pure.
 */
final class TellingWords {
    private static final int STEM = 4; // letters
    private static final Set<String> EMPTY =
            Set.of(
                    "a", "an", "the", "is", "are", "was", "were", "did", "does", "do", "has",
                    "have", "been", "there", "any", "it", "so", "that", "in", "on", "at", "of",
                    "to", "by", "and", "or", "what", "which", "who", "how", "many", "when", "where",
                    "see", "seen", "you", "this", "true", "here", "в", "на", "и", "а", "ли", "что",
                    "есть", "был", "была", "было", "были", "кто", "как", "где", "когда", "куда",
                    "сколько", "там", "это", "с", "у", "по", "какой", "какая", "верно", "так");

    private final List<String> stems;

    TellingWords(String question) {
        stems =
                QuestionKind.words(question).stream()
                        .filter(word -> !EMPTY.contains(word))
                        .map(TellingWords::stem)
                        .distinct()
                        .toList();
    }

    /** Share of the words that a caption has, [0, 1]; 0 if the question has none. */
    double share(String caption) {
        if (stems.isEmpty()) {
            return 0;
        }
        long found =
                QuestionKind.words(caption).stream()
                        .map(TellingWords::stem)
                        .distinct()
                        .filter(stems::contains)
                        .count();
        return (double) found / stems.size();
    }

    private static String stem(String word) {
        String one = word.toLowerCase(Locale.ROOT);
        boolean many = one.length() > 3 && one.endsWith("s") && !one.endsWith("ss");
        String single = many ? one.substring(0, one.length() - 1) : one;
        return single.length() <= STEM ? single : single.substring(0, STEM);
    }
}
