package io.watchword.fusion.ask;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what a model answered. Only the first word says yes or no: a sentence in which "yes" occurs
 * is no yes. Pure.
 */
final class AnswerText {
    private static final Pattern DIGITS =
            Pattern.compile("(?<![\\p{L}\\p{N}.,])\\d{1,6}(?![\\p{L}\\p{N}]|[.,]\\p{N})");
    private static final Map<String, Boolean> SAID =
            Map.of("yes", true, "no", false, "да", true, "нет", false);
    private static final List<List<String>> NUMBERS =
            List.of(
                    List.of("none", "zero", "nobody", "ноль", "никого"),
                    List.of("one", "один", "одна", "одно"),
                    List.of("two", "два", "две", "двое"),
                    List.of("three", "три", "трое"),
                    List.of("four", "четыре"),
                    List.of("five", "пять"),
                    List.of("six", "шесть"),
                    List.of("seven", "семь"),
                    List.of("eight", "восемь"),
                    List.of("nine", "девять"),
                    List.of("ten", "десять"));

    private AnswerText() {}

    /** Whether it says yes, or no; empty if neither. */
    static Optional<Boolean> yesOrNo(String text) {
        List<String> words = QuestionKind.words(text);
        return words.isEmpty() ? Optional.empty() : Optional.ofNullable(SAID.get(words.get(0)));
    }

    /** The first number in it, in digits or words. */
    static OptionalInt number(String text) {
        Matcher digits = DIGITS.matcher(text);
        if (digits.find()) {
            return OptionalInt.of(Integer.parseInt(digits.group()));
        }
        for (String word : QuestionKind.words(text)) {
            for (int n = 0; n < NUMBERS.size(); n++) {
                if (NUMBERS.get(n).contains(word)) {
                    return OptionalInt.of(n);
                }
            }
        }
        return OptionalInt.empty();
    }

    /** Whether an answer has the form that a question of this kind asks for. */
    static boolean fits(QuestionKind kind, String text) {
        return switch (kind) {
            case YES_NO, WHEN -> yesOrNo(text).isPresent();
            case COUNT -> number(text).isPresent();
            case FIRST, CAPTION, OPEN -> !bare(text) && !QuestionKind.words(text).isEmpty();
        };
    }

    /** A yes or no alone, which answers no open question. */
    private static boolean bare(String text) {
        return QuestionKind.words(text).size() == 1 && yesOrNo(text).isPresent();
    }

    /** Equal for answers that say the same. */
    static String key(QuestionKind kind, String text) {
        if (kind == QuestionKind.COUNT) {
            return Integer.toString(number(text).orElse(-1));
        }
        return String.join(" ", QuestionKind.words(text)).toLowerCase(Locale.ROOT);
    }
}
