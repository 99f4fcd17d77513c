package io.watchword.ingest.rtsp;

import java.io.IOException;

/** A server answered that the presentation is elsewhere. */
final class RtspRedirect extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient RtspUrl location;

    RtspRedirect(RtspUrl location) {
        super("redirected");
        this.location = location;
    }

    RtspUrl location() {
        return location;
    }
}
