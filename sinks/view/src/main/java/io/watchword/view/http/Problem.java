package io.watchword.view.http;

import static java.util.Objects.requireNonNull;

/** A request that is not granted: a status, a code for programs, and words for people. */
public final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    public Problem(int status, String code, String message) {
        super(message, null, false, false); // no stack: it is an answer
        this.status = status;
        this.code = requireNonNull(code, "code is null");
    }

    static Problem badRequest(String message) {
        return new Problem(400, "BAD_REQUEST", message);
    }

    static Problem notFound(String message) {
        return new Problem(404, "NOT_FOUND", message);
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    String text() {
        return requireNonNull(getMessage(), "message is null");
    }
}
