package io.watchword.fusion.ask;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What form an answer has. It decides which answers make sense, and how those of many windows are
 * put together.
 */
public enum QuestionKind {
    /** Yes or no. */
    YES_NO,
    /** When something happened: windows are asked whether it did. */
    WHEN,
    /** A number. */
    COUNT,
    /** Which of several comes first: the earliest answer counts. */
    FIRST,
    /** What happens, without a question: the caption the bundle was trained to give. */
    CAPTION,
    /** A word or a sentence. */
    OPEN;

    private static final Pattern WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final Pattern COUNTS =
            Pattern.compile("^(how many|how much|(на )?сколько|как много)\\b.*", flags());
    private static final Pattern FIRST_OF =
            Pattern.compile(
                    ".*\\b(happen(s|ed)? first|what (is|was|comes|came) first|сначала)\\b.*",
                    flags());
    private static final Pattern WHEN_IT =
            Pattern.compile("^(when|at what time|когда|во сколько)\\b.*", flags());
    private static final Pattern CHOICE = Pattern.compile(".*\\b(or|или)\\b.*", flags());
    private static final Set<String> OPENS =
            Set.of(
                    "what",
                    "which",
                    "who",
                    "whom",
                    "whose",
                    "where",
                    "why",
                    "how",
                    "describe",
                    "tell",
                    "list",
                    "say",
                    "что",
                    "кто",
                    "кого",
                    "кому",
                    "чей",
                    "какой",
                    "какая",
                    "какое",
                    "какие",
                    "каких",
                    "какого",
                    "каком",
                    "какую",
                    "куда",
                    "откуда",
                    "где",
                    "почему",
                    "зачем",
                    "как",
                    "опиши",
                    "расскажи",
                    "перечисли",
                    "скажи");

    /** These may stand before the word that asks. */
    private static final Set<String> BEFORE =
            Set.of(
                    "and", "so", "in", "from", "to", "on", "at", "by", "of", "а", "и", "в", "во",
                    "на", "с", "из", "от", "по", "о", "об", "у", "к");

    private static int flags() {
        return Pattern.CASE_INSENSITIVE
                | Pattern.UNICODE_CASE
                | Pattern.UNICODE_CHARACTER_CLASS
                | Pattern.DOTALL;
    }

    /** The kind of a question in English or Russian; of an empty one, {@link #CAPTION}. */
    public static QuestionKind of(String question) {
        String text = question.strip();
        if (text.isEmpty()) {
            return CAPTION;
        }
        if (COUNTS.matcher(text).matches()) {
            return COUNT;
        }
        if (FIRST_OF.matcher(text).matches()) {
            return FIRST;
        }
        if (CHOICE.matcher(text).matches()) {
            return OPEN;
        }
        if (WHEN_IT.matcher(text).matches()) {
            return WHEN;
        }
        return opens(text) ? OPEN : YES_NO;
    }

    private static boolean opens(String text) {
        for (String word : words(text)) {
            if (OPENS.contains(word)) {
                return true;
            }
            if (!BEFORE.contains(word)) {
                return false;
            }
        }
        return false;
    }

    /** Lower case, in order. */
    static List<String> words(String text) {
        return WORDS.splitAsStream(text.toLowerCase(Locale.ROOT))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /** Whether windows answer with yes or no. */
    public boolean saysYesOrNo() {
        return this == YES_NO || this == WHEN;
    }
}
