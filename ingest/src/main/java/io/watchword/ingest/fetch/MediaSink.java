package io.watchword.ingest.fetch;

import java.io.IOException;

/** Takes what a fetcher brings, from one thread. Blocks while there is no room. */
public interface MediaSink {
    /**
     * Told once, before any bytes.
     *
     * @param header session description for {@link MediaFormat#RTP}, else empty
     */
    void opened(MediaFormat format, byte[] header) throws IOException;

    /**
     * Takes bytes: one whole packet for {@link MediaFormat#RTP}, else any part of the stream. They
     * are copied before this returns.
     *
     * @throws IOException if nobody takes them any more
     */
    void media(byte[] bytes, int offset, int length) throws IOException;
}
