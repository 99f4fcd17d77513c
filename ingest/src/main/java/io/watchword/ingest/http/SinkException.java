package io.watchword.ingest.http;

import java.io.IOException;

/** Nobody takes the bytes any more. */
final class SinkException extends IOException {
    private static final long serialVersionUID = 1L;

    SinkException(IOException cause) {
        super(cause);
    }
}
