package io.watchword.ingest.ffmpeg;

import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOInterruptCB;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * Ends a read that takes too long. FFmpeg asks one callback of ours, shared by all readers, while
 * it waits for bytes; the deadline itself lies in native memory that this object owns.
 */
final class ReadDeadline implements AutoCloseable {
    /** Kept for ever: FFmpeg holds its native address. */
    private static final AVIOInterruptCB.Callback_Pointer PASSED = new Passed();

    private static final class Passed extends AVIOInterruptCB.Callback_Pointer {
        @Override
        public int call(Pointer deadline) {
            return System.nanoTime() - new LongPointer(deadline).get() > 0 ? 1 : 0;
        }
    }

    private final LongPointer deadlineNs = new LongPointer(1);
    private final long limitNs;

    ReadDeadline(long limitNs) {
        this.limitNs = limitNs;
        start();
    }

    void guard(AVFormatContext context) {
        context.interrupt_callback().callback(PASSED).opaque(deadlineNs);
    }

    /** One more read begins. */
    void start() {
        deadlineNs.put(System.nanoTime() + limitNs);
    }

    @Override
    public void close() {
        deadlineNs.close();
    }
}
