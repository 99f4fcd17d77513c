package io.watchword.ingest.http;

import io.watchword.ingest.fetch.FetchResult;
import java.io.IOException;

/** What a source does, on its way to who reports it. */
final class FetchException extends IOException {
    private static final long serialVersionUID = 1L;

    private final FetchResult.Kind kind;
    private final String detail;

    FetchException(FetchResult.Kind kind, String detail) {
        super(detail);
        this.kind = kind;
        this.detail = detail;
    }

    FetchResult result() {
        return new FetchResult(kind, detail);
    }

    FetchResult.Kind kind() {
        return kind;
    }
}
