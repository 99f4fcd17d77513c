package io.watchword.ingest.child;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The last of what a decoder wrote to standard error: for a look at what ended it, and never passed
 * on, since native code writes there what it found in somebody's file. One thread drains; others
 * may ask once it has ended.
 */
final class StderrTail implements Runnable {
    private static final int KEPT_BYTES = 2048;

    private final InputStream stderr;
    private byte[] kept = new byte[0];

    StderrTail(InputStream stderr) {
        this.stderr = stderr;
    }

    @Override
    public void run() {
        byte[] buffer = new byte[KEPT_BYTES];
        try (stderr) {
            for (int count = stderr.read(buffer); count >= 0; count = stderr.read(buffer)) {
                keep(buffer, count);
            }
        } catch (IOException e) {
            return; // closed under us: the process has ended
        }
    }

    private synchronized void keep(byte[] buffer, int count) {
        byte[] all = new byte[Math.min(KEPT_BYTES, kept.length + count)];
        int old = all.length - count;
        System.arraycopy(kept, kept.length - old, all, 0, old);
        System.arraycopy(buffer, 0, all, old, count);
        kept = all;
    }

    /** Whether it complained about memory. */
    synchronized boolean saysOutOfMemory() {
        String text = new String(kept, StandardCharsets.US_ASCII).toLowerCase(Locale.ROOT);
        return text.contains("outofmemoryerror")
                || text.contains("insufficient memory")
                || text.contains("cannot allocate memory");
    }
}
