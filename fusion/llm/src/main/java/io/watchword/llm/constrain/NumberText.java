package io.watchword.llm.constrain;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.jspecify.annotations.Nullable;

/**
 * A number without exponent, being written. Every beginning that it lets through can be continued
 * to a number within the range.
 *
 * @param digits what was written, without sign and point, as one number
 * @param wholeDigits digits before the point
 * @param fractionDigits digits after it
 */
record NumberText(
        NumberRange range,
        Phase phase,
        boolean negative,
        long digits,
        int wholeDigits,
        int fractionDigits)
        implements Terminal {
    /** What was written last. */
    enum Phase {
        NOTHING,
        MINUS,
        WHOLE,
        POINT,
        FRACTION
    }

    NumberText(NumberRange range) {
        this(range, Phase.NOTHING, false, 0, 0, 0);
    }

    @Override
    public @Nullable Terminal next(int value) {
        NumberText next = written(value);
        return next == null || next.shortest() == null ? null : next;
    }

    private @Nullable NumberText written(int value) {
        if (value == '-') {
            return phase == Phase.NOTHING
                    ? new NumberText(range, Phase.MINUS, true, 0, 0, 0)
                    : null;
        }
        if (value == '.') {
            return phase == Phase.WHOLE && range.decimals() > 0
                    ? new NumberText(range, Phase.POINT, negative, digits, wholeDigits, 0)
                    : null;
        }
        if (value < '0' || value > '9') {
            return null;
        }
        long more = 10 * digits + (value - '0');
        if (phase == Phase.POINT || phase == Phase.FRACTION) {
            return fractionDigits == range.decimals()
                    ? null
                    : new NumberText(
                            range, Phase.FRACTION, negative, more, wholeDigits, fractionDigits + 1);
        }
        boolean leadingZero = phase == Phase.WHOLE && digits == 0;
        return leadingZero || wholeDigits == range.wholeDigits()
                ? null
                : new NumberText(range, Phase.WHOLE, negative, more, wholeDigits + 1, 0);
    }

    @Override
    public boolean mayEnd() {
        if (phase != Phase.WHOLE && phase != Phase.FRACTION) {
            return false;
        }
        long value = digits * NumberRange.power(range.decimals() - fractionDigits);
        return value >= range.least(negative) && value <= range.most(negative);
    }

    @Override
    public byte[] closing() {
        String text = shortest();
        return text == null ? new byte[0] : text.getBytes(US_ASCII); // next() lets no null through
    }

    /** The fewest characters that make it a number within the range; null if none do. */
    private @Nullable String shortest() {
        return switch (phase) {
            case NOTHING -> shorter(fresh(false), minus(fresh(true)));
            case MINUS -> fresh(true);
            case WHOLE -> whole();
            case POINT, FRACTION -> fraction();
        };
    }

    private static @Nullable String minus(@Nullable String magnitude) {
        return magnitude == null ? null : "-" + magnitude;
    }

    private static @Nullable String shorter(@Nullable String one, @Nullable String other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return other.length() < one.length() ? other : one;
    }

    private @Nullable String fresh(boolean below) {
        return range.shortest(range.least(below), range.most(below), 0);
    }

    private @Nullable String whole() {
        String best = null;
        int most = digits == 0 ? wholeDigits : range.wholeDigits();
        for (int length = wholeDigits; length <= most; length++) {
            long unit = NumberRange.power(length - wholeDigits + range.decimals());
            best = shorter(best, within(digits * unit, unit, 0, wholeDigits));
        }
        return best;
    }

    private @Nullable String fraction() {
        long unit = NumberRange.power(range.decimals() - fractionDigits);
        int written = wholeDigits + 1 + fractionDigits;
        return within(digits * unit, unit, Math.max(1, fractionDigits), written);
    }

    /** The rest of the shortest number that begins as what was written and lies in one interval. */
    private @Nullable String within(long from, long size, int minDecimals, int written) {
        long least = Math.max(from, range.least(negative));
        long most = Math.min(from + size - 1, range.most(negative));
        String number = range.shortest(least, most, minDecimals);
        return number == null ? null : number.substring(written);
    }
}
