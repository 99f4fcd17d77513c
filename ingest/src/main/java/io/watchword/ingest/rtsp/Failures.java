package io.watchword.ingest.rtsp;

import io.watchword.ingest.fetch.FetchResult;

/** How connections end, in words that repeat nothing of what a server said. */
final class Failures {
    private Failures() {}

    static RtspFailure protocol(String detail) {
        return new RtspFailure(FetchResult.Kind.PROTOCOL, detail);
    }

    static RtspFailure limit(String detail) {
        return new RtspFailure(FetchResult.Kind.LIMIT_EXCEEDED, detail);
    }

    static RtspFailure disconnected(String detail) {
        return new RtspFailure(FetchResult.Kind.DISCONNECTED, detail);
    }

    static RtspFailure closed() {
        return new RtspFailure(FetchResult.Kind.CLOSED, "closed");
    }

    static RtspFailure timeout(String what, long elapsedNs) {
        return new RtspFailure(FetchResult.Kind.TIMEOUT, what + " for " + seconds(elapsedNs));
    }

    /** What a status means that is neither success, redirect nor a question for a password. */
    static RtspFailure status(String method, int status) {
        String detail = "the server answered " + status + " to " + method;
        return switch (status) {
            case 401, 403, 407 -> new RtspFailure(FetchResult.Kind.UNAUTHENTICATED, detail);
            case 404, 410 -> new RtspFailure(FetchResult.Kind.NOT_FOUND, detail);
            case 408, 453, 454, 500, 502, 503, 504 -> disconnected(detail);
            case 461 -> protocol(detail + ": it does not offer this transport");
            default -> protocol(detail);
        };
    }

    static String seconds(long elapsedNs) {
        long tenths = elapsedNs / 100_000_000;
        return tenths % 10 == 0 ? tenths / 10 + " s" : tenths / 10 + "." + tenths % 10 + " s";
    }
}
