package io.watchword.view.ask;

import static java.util.Objects.requireNonNull;

/** A question that cannot be answered, with the reason in words for people. */
public final class AskRefused extends Exception {
    private static final long serialVersionUID = 1L;

    /** Whose fault it is. */
    public enum Reason {
        /** The question or its times make no sense. */
        BAD_QUESTION,
        /** Nothing is stored of the stream or the span. */
        NOTHING_STORED,
        /** The bundle does not answer questions. */
        UNABLE,
        /** Others are asking. */
        BUSY
    }

    private final Reason reason;

    public AskRefused(Reason reason, String message) {
        super(message);
        this.reason = requireNonNull(reason, "reason is null");
    }

    public Reason reason() {
        return reason;
    }
}
