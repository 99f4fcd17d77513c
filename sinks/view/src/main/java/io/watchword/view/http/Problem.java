package io.watchword.view.http;

import static java.util.Objects.requireNonNull;

import java.util.SortedMap;
import java.util.TreeMap;

/** A request that is not granted: a status, a code for programs, and words for people. */
public final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final TreeMap<Integer, String> entries = new TreeMap<>();

    public Problem(int status, String code, String message) {
        super(message, null, false, false); // no stack: it is an answer
        this.status = status;
        this.code = requireNonNull(code, "code is null");
    }

    static Problem badRequest(String message) {
        return new Problem(400, "BAD_REQUEST", message);
    }

    /**
     * Of many things that were sent some are wrong.
     *
     * @param entries what is wrong with each, by its place, from 0
     */
    static Problem badEntries(String message, SortedMap<Integer, String> entries) {
        Problem problem = badRequest(message);
        problem.entries.putAll(entries);
        return problem;
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

    /** What is wrong with each of many things, by its place; empty where one was sent. */
    SortedMap<Integer, String> entries() {
        return new TreeMap<>(entries);
    }

    String text() {
        return requireNonNull(getMessage(), "message is null");
    }
}
