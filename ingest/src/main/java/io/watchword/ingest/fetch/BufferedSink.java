package io.watchword.ingest.fetch;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Lies between a source that does not wait and a decoder that may be slow. Holds at most so many
 * bytes; full, a source that may shed loses what it brings, and another one waits. Closing it ends
 * both sides. One thread brings, one takes.
 */
public final class BufferedSink implements MediaSink, AutoCloseable {
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Opening(MediaFormat format, byte[] header) {}

    private final long maxBytes;
    private final boolean mayShed;
    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private @Nullable Opening opening;
    private long bytes;
    private long shedBytes;
    private boolean ended;
    private boolean closed;

    /**
     * @param maxBytes held at most
     * @param mayShed whether what comes while it is full is dropped
     */
    public BufferedSink(long maxBytes, boolean mayShed) {
        this.maxBytes = maxBytes;
        this.mayShed = mayShed;
    }

    @Override
    public synchronized void opened(MediaFormat format, byte[] header) {
        opening = new Opening(format, header.clone());
        notifyAll();
    }

    @Override
    public synchronized void media(byte[] from, int offset, int length) throws IOException {
        try {
            while (!closed && !mayShed && bytes > 0 && bytes + length > maxBytes) {
                wait();
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        if (closed) {
            throw new IOException("nobody takes the bytes any more");
        }
        if (bytes + length > maxBytes && bytes > 0) {
            shedBytes += length;
            return;
        }
        byte[] copy = new byte[length];
        System.arraycopy(from, offset, copy, 0, length);
        waiting.add(copy);
        bytes += length;
        notifyAll();
    }

    /** Whether the source has said what it brings. */
    public synchronized boolean isOpened() {
        return opening != null;
    }

    /** Nothing more will come; what is held is still handed on. */
    public synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** Hands on what comes until the end. Blocks. */
    public void drainTo(MediaSink sink) throws IOException {
        Opening first = awaitOpening();
        if (first == null) {
            return;
        }
        sink.opened(first.format(), first.header());
        for (byte[] next = take(); next != null; next = take()) {
            sink.media(next, 0, next.length);
        }
    }

    private synchronized @Nullable Opening awaitOpening() throws IOException {
        try {
            while (opening == null && !ended && !closed) {
                wait();
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        return closed ? null : opening;
    }

    private synchronized byte @Nullable [] take() throws IOException {
        try {
            while (waiting.isEmpty() && !ended && !closed) {
                wait();
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        byte[] next = closed ? null : waiting.poll();
        if (next != null) {
            bytes -= next.length;
            notifyAll();
        }
        return next;
    }

    private static IOException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IOException("interrupted", e);
    }

    /** How full it is, 0 to 1. */
    public synchronized double pressure() {
        return Math.min(1, (double) bytes / maxBytes);
    }

    /** Bytes that were dropped so far. */
    public synchronized long shedBytes() {
        return shedBytes;
    }

    @Override
    public synchronized void close() {
        closed = true;
        waiting.clear();
        bytes = 0;
        notifyAll();
    }
}
