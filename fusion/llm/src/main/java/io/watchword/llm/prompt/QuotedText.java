package io.watchword.llm.prompt;

import static io.watchword.contract.Checks.checkArgument;

import java.util.Locale;

/**
 * What was read on a screen or heard, as data for a prompt: on one line, of bounded length.
 * Whatever it says, it is told and not obeyed: in a prompt of tokens {@link PlainText} keeps it
 * from spelling the delimiters around it, and in a prompt of words {@link #quoted} does.
 *
 * @param source which expert gave it
 * @param text at most {@value #MAX_CHARS} characters and a sign that there were more
 */
public record QuotedText(String source, String text) {
    static final int MAX_CHARS = 200;
    private static final int MAX_SOURCE_CHARS = 32;

    /** What chat templates write their own tokens with, and what ends a quotation. */
    private static final String STRUCTURE = "<>[]{}|`\"\\«»“”#";

    public QuotedText {
        checkArgument(
                text.codePointCount(0, text.length()) <= MAX_CHARS + 1,
                "text has more than %d characters",
                MAX_CHARS);
    }

    /** Of any text. */
    public static QuotedText of(String source, String text) {
        return new QuotedText(line(source, MAX_SOURCE_CHARS), line(text, MAX_CHARS));
    }

    private static String line(String text, int maxChars) {
        StringBuilder line = new StringBuilder();
        int count = 0;
        int at = 0;
        while (at < text.length()) {
            int character = text.codePointAt(at);
            at += Character.charCount(character);
            boolean space = isSpace(character);
            if (space && (line.isEmpty() || line.charAt(line.length() - 1) == ' ')) {
                continue;
            }
            if (count == maxChars) {
                return line.append('…').toString();
            }
            line.appendCodePoint(space ? ' ' : character);
            count++;
        }
        return line.toString().strip();
    }

    /** Spaces, and what is not seen: controls, marks of direction, halves of characters. */
    private static boolean isSpace(int character) {
        return Character.isWhitespace(character)
                || Character.isSpaceChar(character)
                || switch (Character.getType(character)) {
                    case Character.CONTROL,
                            Character.FORMAT,
                            Character.SURROGATE,
                            Character.PRIVATE_USE,
                            Character.UNASSIGNED ->
                            true;
                    default -> false;
                };
    }

    /**
     * In quotation marks, as a string of JSON; characters with which prompts are built are written
     * as their numbers.
     */
    public String quoted() {
        StringBuilder quoted = new StringBuilder("\"");
        text.chars()
                .forEach(
                        character -> {
                            if (STRUCTURE.indexOf(character) >= 0) {
                                quoted.append(String.format(Locale.ROOT, "\\u%04x", character));
                            } else {
                                quoted.append((char) character);
                            }
                        });
        return quoted.append('"').toString();
    }
}
