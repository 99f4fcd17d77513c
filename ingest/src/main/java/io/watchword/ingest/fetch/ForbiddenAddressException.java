package io.watchword.ingest.fetch;

import java.io.IOException;

/** The egress policy does not let a stream reach an address; nothing was sent there. */
public final class ForbiddenAddressException extends IOException {
    private static final long serialVersionUID = 1L;

    public ForbiddenAddressException(String message) {
        super(message);
    }
}
