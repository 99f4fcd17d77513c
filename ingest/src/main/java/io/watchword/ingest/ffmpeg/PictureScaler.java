package io.watchword.ingest.ffmpeg;

import static org.bytedeco.ffmpeg.avutil.AVFrame.AV_FRAME_FLAG_INTERLACED;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_MPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_SMPTE170M;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_UNSPECIFIED;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BILINEAR;
import static org.bytedeco.ffmpeg.global.swscale.sws_alloc_context;
import static org.bytedeco.ffmpeg.global.swscale.sws_free_context;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale_frame;

import io.watchword.ingest.decode.Orientation;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;

/**
 * Scales decoded frames of any size and format to upright YUV 4:2:0 pictures of one size. Owns the
 * scaler and a picture in between. Not thread-safe.
 */
final class PictureScaler implements AutoCloseable {
    private static final int HD_WIDTH_PX = 1280;

    private final SwsContext scaler = Ffmpeg.allocated(sws_alloc_context(), "a scaler");
    private final Orientation orientation;
    private final boolean fullRange;
    private final int widthPx;
    private final int heightPx;
    private final AVFrame stored; // as the source lies, before turning

    /**
     * @param widthPx of the upright picture, even
     * @param fullRange whether luma goes from 0 to 255, as JPEG wants it, or from 16 to 235
     */
    PictureScaler(int widthPx, int heightPx, boolean fullRange, Orientation orientation) {
        this.widthPx = widthPx;
        this.heightPx = heightPx;
        this.fullRange = fullRange;
        this.orientation = orientation;
        scaler.flags(SWS_BILINEAR);
        scaler.threads(1);
        this.stored = picture(orientation.swapsSides());
    }

    /** A picture that {@link #scale} can write to; belongs to the caller. */
    AVFrame picture() {
        return picture(false);
    }

    private AVFrame picture(boolean sidesSwapped) {
        AVFrame picture =
                Ffmpeg.picture(
                        sidesSwapped ? heightPx : widthPx,
                        sidesSwapped ? widthPx : heightPx,
                        AV_PIX_FMT_YUV420P);
        picture.color_range(fullRange ? AVCOL_RANGE_JPEG : AVCOL_RANGE_MPEG);
        picture.colorspace(AVCOL_SPC_SMPTE170M);
        return picture;
    }

    int widthPx() {
        return widthPx;
    }

    int heightPx() {
        return heightPx;
    }

    /**
     * Returns 0 or FFmpeg's error. May write what the frame leaves open about its colours, and
     * makes an interlaced frame one picture of both fields, which the scaler would refuse.
     */
    int scale(AVFrame frame, AVFrame upright) {
        frame.flags(frame.flags() & ~AV_FRAME_FLAG_INTERLACED);
        if (frame.colorspace() == AVCOL_SPC_UNSPECIFIED) {
            boolean hd = Math.max(frame.width(), frame.height()) >= HD_WIDTH_PX;
            frame.colorspace(hd ? AVCOL_SPC_BT709 : AVCOL_SPC_SMPTE170M);
        }
        Ffmpeg.check(av_frame_make_writable(upright), "picture");
        if (orientation.upright()) {
            return Math.min(0, sws_scale_frame(scaler, upright, frame));
        }
        int result = sws_scale_frame(scaler, stored, frame);
        if (result >= 0) {
            for (int plane = 0; plane < 3; plane++) {
                turn(plane, upright);
            }
        }
        return Math.min(0, result);
    }

    private void turn(int plane, AVFrame upright) {
        int shift = plane == 0 ? 0 : 1;
        int width = (stored.width() + shift) >> shift;
        int height = (stored.height() + shift) >> shift;
        byte[] from = new byte[width * height];
        byte[] to = new byte[width * height];
        Planes.read(stored, plane, width, height, from);
        orientation.apply(from, width, height, to);
        boolean swapped = orientation.swapsSides();
        Planes.write(upright, plane, swapped ? height : width, swapped ? width : height, to);
    }

    @Override
    public void close() {
        av_frame_free(stored);
        sws_free_context(scaler);
    }
}
