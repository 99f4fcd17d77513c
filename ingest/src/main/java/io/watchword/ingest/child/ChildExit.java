package io.watchword.ingest.child;

import static java.util.Objects.requireNonNull;

/**
 * How a decoder process ended.
 *
 * @param code exit status; 128 plus the signal's number if one ended it
 * @param kind whose doing it was
 * @param detail one line for people and logs: no paths, addresses or secrets
 */
public record ChildExit(int code, Kind kind, String detail) {
    /** Whose doing it was. */
    public enum Kind {
        /** It said what it had to say. */
        FINISHED,
        /** We ended it. */
        TERMINATED,
        /** It went by itself without a last report: a crash. */
        CRASHED,
        /** It grew beyond a limit. */
        LIMIT
    }

    public ChildExit {
        requireNonNull(kind, "kind is null");
        requireNonNull(detail, "detail is null");
    }
}
