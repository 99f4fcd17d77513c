package io.watchword.view.access;

import static java.util.Objects.requireNonNull;

/** A caller is not let in. Says to the caller what is missing, and nothing about what is there. */
public final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        /** Nothing shown, or nothing that holds. */
        UNKNOWN_CALLER,
        /** Known, but may not do this. */
        NOT_ALLOWED,
        /** Too often, or too many at once: later it may. */
        TOO_MUCH,
        /** Whoever must say who the caller is does not answer. */
        UNDECIDED
    }

    private final Reason reason;

    public Refused(Reason reason, String message) {
        super(requireNonNull(message, "message is null"), null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    public String text() {
        return requireNonNull(getMessage(), "message is null");
    }
}
