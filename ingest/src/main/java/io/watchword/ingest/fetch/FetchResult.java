package io.watchword.ingest.fetch;

import static java.util.Objects.requireNonNull;

/**
 * How a connection ended.
 *
 * @param detail one line for people: no secrets, no user names
 */
public record FetchResult(Kind kind, String detail) {
    /** Why it ended. */
    public enum Kind {
        /** The source said that this was all: a finished playlist, the end of a file. */
        ENDED,
        /** A live source went away. */
        DISCONNECTED,
        UNREACHABLE,
        /** It wants a name and a password, and got none or the wrong ones. */
        UNAUTHENTICATED,
        NOT_FOUND,
        /** The egress policy does not let this stream reach an address. */
        FORBIDDEN_ADDRESS,
        /** What it says is no RTSP, HTTP or playlist that can be followed. */
        PROTOCOL,
        /** Larger than a limit. */
        LIMIT_EXCEEDED,
        TIMEOUT,
        /** {@link Fetcher#close} was called, or nobody took the bytes any more. */
        CLOSED
    }

    public FetchResult {
        requireNonNull(kind, "kind is null");
        requireNonNull(detail, "detail is null");
    }
}
