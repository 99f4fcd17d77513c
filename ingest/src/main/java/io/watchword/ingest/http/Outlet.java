package io.watchword.ingest.http;

import io.watchword.ingest.fetch.MediaFormat;
import io.watchword.ingest.fetch.MediaSink;
import java.io.IOException;

/** Hands bytes on and tells a sink that gave up apart from a source that did. */
final class Outlet {
    private final MediaSink sink;
    private boolean opened;

    Outlet(MediaSink sink) {
        this.sink = sink;
    }

    /** Says what the bytes are; the first time counts. */
    void open(MediaFormat format) throws SinkException {
        if (opened) {
            return;
        }
        opened = true;
        try {
            sink.opened(format, new byte[0]);
        } catch (IOException e) {
            throw new SinkException(e);
        }
    }

    void write(byte[] bytes, int length) throws SinkException {
        try {
            sink.media(bytes, 0, length);
        } catch (IOException e) {
            throw new SinkException(e);
        }
    }
}
