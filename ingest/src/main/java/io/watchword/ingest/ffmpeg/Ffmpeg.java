package io.watchword.ingest.ffmpeg;

import static io.watchword.contract.Checks.checkState;
import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_QUIET;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.ffmpeg.global.avutil.av_strerror;

import io.watchword.ingest.clock.PtsUnwrapper;
import java.nio.charset.StandardCharsets;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVMotionVector;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;

/** FFmpeg's conventions in Java's terms. Quietens FFmpeg's own log, which writes to stderr. */
final class Ffmpeg {
    static final int END = avutil.AVERROR_EOF(); // loads the library that the next one lies in
    static final int AGAIN = org.bytedeco.ffmpeg.presets.avutil.AVERROR_EAGAIN();
    static final int NO_MEMORY = org.bytedeco.ffmpeg.presets.avutil.AVERROR_ENOMEM();
    static final int MOTION_VECTOR_BYTES = 40;

    static {
        av_log_set_level(AV_LOG_QUIET);
        checkState(
                Loader.sizeof(AVMotionVector.class) == MOTION_VECTOR_BYTES,
                "AVMotionVector has %d bytes, required %d",
                Loader.sizeof(AVMotionVector.class),
                MOTION_VECTOR_BYTES);
        avcodec.avcodec_version(); // loads the library before any thread decodes
    }

    private Ffmpeg() {}

    /** Loads the libraries. */
    static void load() {}

    /** No single allocation of FFmpeg's is larger, in the whole process. */
    static void limitAllocation(long bytes) {
        avutil.av_max_alloc(bytes);
    }

    static String message(int error) {
        byte[] text = new byte[256];
        av_strerror(error, text, text.length);
        int length = 0;
        while (length < text.length && text[length] != 0) {
            length++;
        }
        return new String(text, 0, length, StandardCharsets.UTF_8);
    }

    /**
     * @throws IllegalStateException if FFmpeg refused something that depends on nobody's input
     */
    static int check(int result, String what) {
        checkState(result >= 0, "%s: %s", what, result >= 0 ? "" : message(result));
        return result;
    }

    /**
     * @throws OutOfMemoryError if there was nothing to allocate from
     */
    static <P extends Pointer> P allocated(P pointer, String what) {
        if (Pointer.isNull(pointer)) {
            throw new OutOfMemoryError("no native memory for " + what);
        }
        return pointer;
    }

    /** Microseconds of a pts, or {@link PtsUnwrapper#UNKNOWN}. */
    static long micros(long pts, AVRational timeBase) {
        if (pts == avutil.AV_NOPTS_VALUE) {
            return PtsUnwrapper.UNKNOWN;
        }
        return avutil.av_rescale(pts, 1_000_000L * timeBase.num(), timeBase.den());
    }

    /** A frame with its own buffers, for pictures of this size and format. */
    static AVFrame picture(int widthPx, int heightPx, int pixelFormat) {
        AVFrame frame = allocated(avutil.av_frame_alloc(), "a frame");
        frame.width(widthPx).height(heightPx).format(pixelFormat);
        int result = avutil.av_frame_get_buffer(frame, 0);
        if (result < 0) {
            avutil.av_frame_free(frame);
            throw new OutOfMemoryError(
                    "no native memory for a " + widthPx + "×" + heightPx + " picture");
        }
        return frame;
    }
}
