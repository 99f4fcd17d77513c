package io.watchword.ingest.ffmpeg;

import static org.bytedeco.ffmpeg.global.avformat.avio_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avio_context_free;
import static org.bytedeco.ffmpeg.global.avutil.av_free;
import static org.bytedeco.ffmpeg.global.avutil.av_malloc;

import io.watchword.ingest.child.FrameSource;
import java.io.IOException;
import java.util.Optional;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.Read_packet_Pointer_BytePointer_int;
import org.bytedeco.ffmpeg.avformat.Seek_Pointer_long_int;
import org.bytedeco.ffmpeg.avformat.Write_packet_Pointer_BytePointer_int;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * FFmpeg's way to bytes that arrive in frames. Owns the I/O context; FFmpeg holds the address of
 * the callback, so this object keeps it. Not thread-safe.
 */
final class FrameIo implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int IO_ERROR = -5;

    /** Where bytes come from, a piece at a time. */
    @FunctionalInterface
    interface Pieces {
        Optional<byte[]> next() throws IOException;
    }

    private final Read read;
    private final AVIOContext context;

    private FrameIo(Read read, boolean writable) {
        this.read = read;
        BytePointer buffer = new BytePointer(Ffmpeg.allocated(av_malloc(BUFFER_BYTES), "a buffer"));
        this.context =
                Ffmpeg.allocated(
                        avio_alloc_context(
                                buffer,
                                BUFFER_BYTES,
                                writable ? 1 : 0,
                                null,
                                read,
                                (Write_packet_Pointer_BytePointer_int) null,
                                (Seek_Pointer_long_int) null),
                        "an I/O context");
        context.seekable(0);
    }

    /** A stream of bytes. */
    static FrameIo stream(FrameSource source) {
        return new FrameIo(new Read(source::next, false), false);
    }

    /** These bytes and no more. */
    static FrameIo once(byte[] bytes) {
        byte[][] left = {bytes};
        Pieces pieces =
                () -> {
                    Optional<byte[]> next = Optional.of(left[0]).filter(b -> b.length > 0);
                    left[0] = new byte[0];
                    return next;
                };
        return new FrameIo(new Read(pieces, false), false);
    }

    /**
     * Whole packets: each read gives one. FFmpeg reads packets past its buffer only through a
     * context that is writable, too, because it answers some; the answers go nowhere.
     */
    static FrameIo packets(FrameSource source) {
        return new FrameIo(new Read(source::next, true), true);
    }

    AVIOContext context() {
        return context;
    }

    long bytesRead() {
        return read.total;
    }

    private static final class Read extends Read_packet_Pointer_BytePointer_int {
        private final Pieces pieces;
        private final boolean whole;
        private byte[] piece = new byte[0];
        private int taken;
        private long total;

        Read(Pieces pieces, boolean whole) {
            this.pieces = pieces;
            this.whole = whole;
        }

        @Override
        public int call(Pointer opaque, BytePointer into, int room) {
            try {
                while (taken == piece.length) {
                    Optional<byte[]> next = pieces.next();
                    if (next.isEmpty()) {
                        return Ffmpeg.END;
                    }
                    piece = next.get();
                    taken = whole && piece.length > room ? piece.length : 0; // too long: dropped
                }
                int count = Math.min(room, piece.length - taken);
                into.put(piece, taken, count);
                taken += count;
                total += count;
                return count;
            } catch (IOException | IllegalStateException e) {
                piece = new byte[0];
                taken = 0;
                return IO_ERROR;
            }
        }
    }

    @Override
    public void close() {
        av_free(context.buffer());
        avio_context_free(context);
        read.close();
    }
}
