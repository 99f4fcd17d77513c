package io.watchword.ingest.rtsp;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;

/**
 * A socket whose reads end at a moment, not after a wait: a server that sends a byte a second
 * cannot hold it. TLS laid over it reads through it, so that a handshake ends in time, too.
 */
final class DeadlineSocket extends Socket {
    private volatile long deadlineNs;

    /**
     * Reads that are not done by then throw {@link SocketTimeoutException}.
     *
     * @param atNs of {@link System#nanoTime}
     */
    void readUntil(long atNs) {
        deadlineNs = atNs;
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new FilterInputStream(super.getInputStream()) {
            @Override
            public int read() throws IOException {
                await();
                return super.read();
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                await();
                return super.read(bytes, offset, length);
            }
        };
    }

    private void await() throws IOException {
        long leftMs = (deadlineNs - System.nanoTime() + 999_999) / 1_000_000;
        if (leftMs <= 0) {
            throw new SocketTimeoutException("the moment to read until has passed");
        }
        setSoTimeout((int) Math.min(leftMs, Integer.MAX_VALUE));
    }
}
