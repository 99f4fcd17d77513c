package io.watchword.ingest.rtsp;

import io.watchword.ingest.fetch.FetchResult;
import java.io.IOException;

/** Ends a connection from deep within; never leaves this package. */
final class RtspFailure extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient FetchResult result;

    RtspFailure(FetchResult.Kind kind, String detail) {
        super(detail);
        this.result = new FetchResult(kind, detail);
    }

    FetchResult result() {
        return result;
    }
}
