package io.watchword.llm.constrain;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Numbers that may be written. Fifteen digits in all, so that every reader gets the number that was
 * written. Values count units of the last decimal.
 *
 * @param decimals most digits after the point
 * @param wholeDigits most digits before it
 */
record NumberRange(int decimals, int wholeDigits, long min, long max) {
    private static final int MAX_INTEGER_DIGITS = 15;
    private static final int MAX_WHOLE_DIGITS = 9;
    static final int MAX_DECIMALS = 6;

    /**
     * Bounds of a range; each is null where there is none.
     *
     * @param above what every number is greater than
     * @param below what every number is less than
     */
    record Bounds(
            @Nullable BigDecimal min,
            @Nullable BigDecimal above,
            @Nullable BigDecimal max,
            @Nullable BigDecimal below) {}

    static NumberRange of(boolean integer, Bounds bounds) {
        int decimals = integer ? 0 : MAX_DECIMALS;
        int wholeDigits = integer ? MAX_INTEGER_DIGITS : MAX_WHOLE_DIGITS;
        long widest = power(wholeDigits + decimals) - 1;
        long least = -widest;
        long most = widest;
        if (bounds.min() != null) {
            least = Math.max(least, units(bounds.min(), decimals, RoundingMode.CEILING, widest));
        }
        if (bounds.above() != null) {
            least =
                    Math.max(
                            least, units(bounds.above(), decimals, RoundingMode.FLOOR, widest) + 1);
        }
        if (bounds.max() != null) {
            most = Math.min(most, units(bounds.max(), decimals, RoundingMode.FLOOR, widest));
        }
        if (bounds.below() != null) {
            most =
                    Math.min(
                            most,
                            units(bounds.below(), decimals, RoundingMode.CEILING, widest) - 1);
        }
        return new NumberRange(decimals, wholeDigits, least, most);
    }

    /** Bounds beyond what can be written come to lie just outside it. */
    private static long units(BigDecimal bound, int decimals, RoundingMode mode, long widest) {
        if (bound.signum() == 0) {
            return 0;
        }
        // An exponent of a billion must not become a billion digits.
        if ((long) bound.precision() - bound.scale() > MAX_INTEGER_DIGITS + 1) {
            return bound.signum() > 0 ? widest + 1 : -widest - 1;
        }
        if ((long) bound.precision() - bound.scale() < -MAX_DECIMALS) {
            boolean up = mode == RoundingMode.CEILING;
            return bound.signum() > 0 ? (up ? 1 : 0) : up ? 0 : -1;
        }
        BigInteger units = bound.movePointRight(decimals).setScale(0, mode).toBigInteger();
        BigInteger beyond = BigInteger.valueOf(widest + 1);
        return units.min(beyond).max(beyond.negate()).longValueExact();
    }

    boolean isEmpty() {
        return shortest(least(false), most(false), 0) == null
                && shortest(least(true), most(true), 0) == null;
    }

    /** Least magnitude with or without a minus sign. Nothing is written as minus zero. */
    long least(boolean negative) {
        return negative ? Math.max(1, -max) : Math.max(0, min);
    }

    /** Greatest magnitude with or without a minus sign. */
    long most(boolean negative) {
        return Math.min(negative ? -min : max, power(wholeDigits + decimals) - 1);
    }

    /** The shortest number in {@code [least, most]}, the least of equals; null if there is none. */
    @Nullable String shortest(long least, long most, int minDecimals) {
        String best = null;
        for (int used = minDecimals; used <= decimals; used++) {
            long unit = power(decimals - used);
            long value = (least + unit - 1) / unit * unit;
            if (value <= most) {
                String text = text(value, used);
                best = best == null || text.length() < best.length() ? text : best;
            }
        }
        return best;
    }

    private String text(long value, int used) {
        long one = power(decimals);
        String whole = Long.toString(value / one);
        if (used == 0) {
            return whole;
        }
        String all = String.format(Locale.ROOT, "%0" + decimals + "d", value % one);
        return whole + "." + all.substring(0, used);
    }

    static long power(int exponent) {
        long power = 1;
        for (int i = 0; i < exponent; i++) {
            power *= 10;
        }
        return power;
    }
}
