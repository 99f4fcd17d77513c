package io.watchword.ingest.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import io.watchword.contract.Keyframe;
import io.watchword.ingest.decode.DecodeConfig;
import io.watchword.ingest.decode.Orientation;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * Makes key frames of frames of one size: upright, square pixels, not enlarged. Owns its scaler and
 * encoder. Not thread-safe.
 */
final class KeyframeEncoder implements AutoCloseable {
    private final int sourceWidthPx;
    private final int sourceHeightPx;
    private final PictureScaler scaler;
    private final JpegEncoder jpeg;
    private final AVFrame picture;

    KeyframeEncoder(
            AVFrame frame, double pixelAspect, Orientation orientation, DecodeConfig config) {
        sourceWidthPx = frame.width();
        sourceHeightPx = frame.height();
        double width = sourceWidthPx * pixelAspect;
        double height = sourceHeightPx;
        double scale = Math.min(1, config.keyframeLongSidePx() / Math.max(width, height));
        int across = even(width * scale);
        int down = even(height * scale);
        boolean swapped = orientation.swapsSides();
        scaler =
                new PictureScaler(
                        swapped ? down : across, swapped ? across : down, true, orientation);
        jpeg = new JpegEncoder(scaler.widthPx(), scaler.heightPx(), config.keyframeQuantiser());
        picture = scaler.picture();
    }

    private static int even(double px) {
        return (int) Math.max(2, Math.round(px / 2) * 2);
    }

    boolean fits(AVFrame frame) {
        return frame.width() == sourceWidthPx && frame.height() == sourceHeightPx;
    }

    Keyframe encode(AVFrame frame, long ptsUs, boolean sceneCut) {
        Ffmpeg.check(scaler.scale(frame, picture), "key frame is scaled");
        return new Keyframe(
                ptsUs, jpeg.encode(picture), sceneCut, scaler.widthPx(), scaler.heightPx());
    }

    @Override
    public void close() {
        av_frame_free(picture);
        jpeg.close();
        scaler.close();
    }
}
