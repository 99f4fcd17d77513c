package io.watchword.llm.constrain;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A string of JSON with its quotes.
 *
 * @param chars code points begun; counted no further than the lengths need
 */
record StringText(Lengths lengths, int chars, Utf8 at) implements Terminal {
    /**
     * How long a string may be, in code points.
     *
     * @param max {@link Integer#MAX_VALUE} if it has no end
     */
    record Lengths(int min, int max) {
        int counted(int chars) {
            return max == Integer.MAX_VALUE ? Math.min(chars, min) : chars;
        }
    }

    StringText(Lengths lengths) {
        this(lengths, 0, Utf8.UNOPENED);
    }

    @Override
    public @Nullable Terminal next(int value) {
        if (at == Utf8.UNOPENED) {
            return value == '"' ? new StringText(lengths, 0, Utf8.BETWEEN) : null;
        }
        if (at == Utf8.BETWEEN && value == '"') {
            return chars >= lengths.min() ? new StringText(lengths, 0, Utf8.CLOSED) : null;
        }
        if (at == Utf8.BETWEEN) {
            Utf8 first = chars < lengths.max() ? Utf8.first(value) : null;
            return first == null
                    ? null
                    : new StringText(lengths, lengths.counted(chars + 1), first);
        }
        Utf8 further = at.next(value);
        return further == null ? null : new StringText(lengths, chars, further);
    }

    @Override
    public boolean mayEnd() {
        return at == Utf8.CLOSED;
    }

    @Override
    public byte[] closing() {
        if (at == Utf8.CLOSED) {
            return new byte[0];
        }
        byte[] first = at == Utf8.UNOPENED ? new byte[] {'"'} : at.completion();
        int missing = Math.max(0, lengths.min() - chars);
        byte[] text = Arrays.copyOf(first, first.length + missing + 1);
        Arrays.fill(text, first.length, text.length - 1, (byte) 'a');
        text[text.length - 1] = '"';
        return text;
    }
}
