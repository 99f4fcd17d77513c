package io.watchword.ingest.child;

import io.watchword.ingest.fetch.MediaFormat;
import io.watchword.ingest.fetch.MediaSink;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The way to a decoder's standard input. One thread brings media and waits while the decoder is
 * busy; any other may say what to shed and when to finish, and never waits.
 */
final class ChildInput implements MediaSink {
    private static final int BUFFER_BYTES = 1 << 15;
    private static final long MAX_HELD_NS = 10_000_000;

    private final ReentrantLock lock = new ReentrantLock(); // held while the pipe is written
    private final DataOutputStream out;
    private MediaFormat format = MediaFormat.CONTAINER;
    private long flushedNs = System.nanoTime();
    private volatile ShedLevel wanted = ShedLevel.NOTHING;
    private ShedLevel told = ShedLevel.NOTHING;
    private volatile boolean finishing;
    private boolean finished;

    ChildInput(OutputStream pipe) {
        this.out = new DataOutputStream(new BufferedOutputStream(pipe, BUFFER_BYTES));
    }

    @Override
    public void opened(MediaFormat is, byte[] header) throws IOException {
        lock.lock();
        try {
            format = is;
            InputFrames.format(out, is, header);
            out.flush();
            settle();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void media(byte[] bytes, int offset, int length) throws IOException {
        lock.lock();
        try {
            settle();
            if (finished) {
                throw new IOException("the decoder was told to finish");
            }
            for (int at = 0; at < length; at += InputFrames.MAX_BYTES) {
                int count = Math.min(InputFrames.MAX_BYTES, length - at);
                InputFrames.media(out, bytes, offset + at, count);
            }
            long nowNs = System.nanoTime();
            if (endsBurst(bytes, offset, length) || nowNs - flushedNs >= MAX_HELD_NS) {
                out.flush();
                flushedNs = nowNs;
            }
            settle();
        } finally {
            lock.unlock();
        }
    }

    /** Whether a decoder can do something with what it has now: RTP marks the end of a picture. */
    private boolean endsBurst(byte[] bytes, int offset, int length) {
        return format != MediaFormat.RTP || length < 2 || (bytes[offset + 1] & 0x80) != 0;
    }

    void shed(ShedLevel level) {
        wanted = level; // goes with the next media: without any there is nothing to shed
    }

    /** Says that nothing follows, now or with the write that is under way. */
    void finish() {
        finishing = true;
        if (lock.tryLock()) {
            try {
                settle();
            } catch (IOException e) {
                return; // it is gone: its exit says so
            } finally {
                lock.unlock();
            }
        }
    }

    private void settle() throws IOException {
        ShedLevel level = wanted;
        if (level != told && !finished) {
            InputFrames.shed(out, level);
            told = level;
        }
        if (finishing && !finished) {
            finished = true;
            InputFrames.finish(out);
            out.close();
        }
    }
}
