package io.watchword.encoders.batch;

import static java.util.Objects.requireNonNull;

import io.watchword.contract.ErrorCode;

/** A model that did not answer, or answered with something that is no output of it. */
public final class ModelException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    public ModelException(ErrorCode code, String message) {
        super(message);
        this.code = requireNonNull(code, "code is null");
    }

    public ModelException(ErrorCode code, String message, Throwable cause) {
        super(message, cause);
        this.code = requireNonNull(code, "code is null");
    }

    public ErrorCode code() {
        return code;
    }

    /** Its message; never null, never empty. */
    public static String text(ModelException e) {
        String message = e.getMessage();
        return message == null || message.isEmpty() ? e.code.name() : message;
    }
}
