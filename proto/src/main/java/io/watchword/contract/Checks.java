package io.watchword.contract;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;

/** Argument and state checks whose messages say what was required and what was found. */
public final class Checks {
    private Checks() {}

    /**
     * @throws IllegalArgumentException with the formatted message if {@code holds} is false
     */
    @FormatMethod
    public static void checkArgument(boolean holds, @FormatString String message, Object... args) {
        if (!holds) {
            throw new IllegalArgumentException(String.format(message, args));
        }
    }

    /**
     * @throws IllegalStateException with the formatted message if {@code holds} is false
     */
    @FormatMethod
    public static void checkState(boolean holds, @FormatString String message, Object... args) {
        if (!holds) {
            throw new IllegalStateException(String.format(message, args));
        }
    }
}
