package io.watchword.fusion.ask;

import static io.watchword.contract.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

import io.watchword.contract.TimeSpan;

/**
 * A question about a span of a stream.
 *
 * @param span of media time
 * @param language ISO 639-1 code in which the model answers
 * @param text as the model is asked; empty for a caption
 * @param kind which answers make sense
 * @param part which of the windows that tell something are asked about
 */
public record AskedQuestion(
        String streamId,
        TimeSpan span,
        String language,
        String text,
        QuestionKind kind,
        Part part) {
    /** As many characters as a server takes. */
    public static final int MAX_CHARS = 1_000;

    /** All windows within the budget, or a few at an end of the span. */
    public enum Part {
        WHOLE,
        FIRST_FEW,
        LAST_FEW
    }

    public AskedQuestion {
        requireNonNull(streamId, "streamId is null");
        requireNonNull(span, "span is null");
        requireNonNull(language, "language is null");
        requireNonNull(kind, "kind is null");
        requireNonNull(part, "part is null");
        checkArgument(
                text.length() <= MAX_CHARS,
                "question has %d characters, limit %d",
                text.length(),
                MAX_CHARS);
        checkArgument(
                text.chars().noneMatch(Character::isISOControl),
                "question holds a control character");
    }

    /** A question that stands for itself. */
    public static AskedQuestion of(String streamId, TimeSpan span, String language, String text) {
        String asked = text.strip();
        return new AskedQuestion(
                streamId, span, language, asked, QuestionKind.of(asked), Part.WHOLE);
    }

    /** The language that a question is written in: Russian if it has a Cyrillic letter. */
    public static String languageOf(String text) {
        return text.codePoints()
                        .anyMatch(
                                c ->
                                        Character.UnicodeScript.of(c)
                                                == Character.UnicodeScript.CYRILLIC)
                ? "ru"
                : "en";
    }

    /**
     * What one window is asked. No model tells a time, so when something happened becomes whether
     * it did.
     */
    String windowText() {
        return kind == QuestionKind.WHEN ? WhetherText.of(text) : text;
    }
}
