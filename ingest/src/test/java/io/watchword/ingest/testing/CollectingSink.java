package io.watchword.ingest.testing;

import io.watchword.ingest.fetch.MediaFormat;
import io.watchword.ingest.fetch.MediaSink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Keeps what a fetcher brings. Thread-safe. */
public final class CollectingSink implements MediaSink {
    private final List<MediaFormat> formats = new ArrayList<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final long takes;

    public CollectingSink() {
        this(Long.MAX_VALUE);
    }

    /**
     * @param takes bytes after which it takes no more
     */
    public CollectingSink(long takes) {
        this.takes = takes;
    }

    @Override
    public synchronized void opened(MediaFormat format, byte[] header) {
        formats.add(format);
    }

    @Override
    public synchronized void media(byte[] from, int offset, int length) throws IOException {
        if (bytes.size() + length > takes) {
            throw new IOException("enough");
        }
        bytes.write(from, offset, length);
    }

    public synchronized List<MediaFormat> formats() {
        return List.copyOf(formats);
    }

    public synchronized byte[] bytes() {
        return bytes.toByteArray();
    }
}
