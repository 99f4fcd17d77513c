package io.watchword.fusion.describe;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What text from a language model must be before it may become a caption. Pure. */
public final class Sentence {
    public static final int MAX_BYTES = 2048;

    private static final int REPLACEMENT = 0xFFFD;
    private static final Pattern MARKUP = Pattern.compile("<[!?/]?[A-Za-z][^<>]*>|<!--");

    private Sentence() {}

    /**
     * What is wrong with the text, or empty: it must hold something, at most {@link #MAX_BYTES} of
     * UTF-8, no markup, and no character that hides, reorders or breaks what is shown.
     */
    public static Optional<String> problem(String text) {
        if (text.isBlank()) {
            return Optional.of("text is empty");
        }
        int bytes = text.getBytes(UTF_8).length;
        if (bytes > MAX_BYTES) {
            return Optional.of(
                    "text has " + bytes + " bytes, at most " + MAX_BYTES + " are allowed");
        }
        if (MARKUP.matcher(text).find()) {
            return Optional.of("text looks like markup");
        }
        return text.codePoints()
                .filter(Sentence::forbidden)
                .mapToObj(c -> String.format("text holds character U+%04X", c))
                .findFirst();
    }

    /** A clause as a sentence of its own: capital letter, full stop. */
    public static String of(String clause) {
        String text = clause.strip();
        int first = text.isEmpty() ? 0 : text.offsetByCodePoints(0, 1);
        String sentence = text.substring(0, first).toUpperCase(Locale.ROOT) + text.substring(first);
        return sentence.endsWith(".") ? sentence : sentence + ".";
    }

    private static boolean forbidden(int character) {
        int type = Character.getType(character);
        boolean reorders =
                (character >= 0x202A && character <= 0x202E)
                        || (character >= 0x2066 && character <= 0x2069);
        return reorders
                || character == REPLACEMENT
                || type == Character.CONTROL
                || type == Character.SURROGATE
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }
}
