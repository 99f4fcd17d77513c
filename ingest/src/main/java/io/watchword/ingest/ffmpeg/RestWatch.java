package io.watchword.ingest.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_EXPORT_DATA_MVS;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MPEG1VIDEO;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MPEG2VIDEO;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MPEG4;
import static org.bytedeco.ffmpeg.global.avutil.AV_FRAME_DATA_MOTION_VECTORS;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.AV_PICTURE_TYPE_B;
import static org.bytedeco.ffmpeg.global.avutil.AV_PICTURE_TYPE_P;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_side_data;

import io.watchword.ingest.decode.PictureCode;
import io.watchword.ingest.motion.ActivityScore;
import io.watchword.ingest.motion.RestPolicy;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVFrameSideData;
import org.bytedeco.ffmpeg.avutil.AVRational;

/**
 * Watches one stream's packets and the vectors of its decoded frames for the time in which it may
 * rest. Not thread-safe.
 */
final class RestWatch {
    // Offsets in struct AVMotionVector, whose size is checked when the libraries are loaded.
    private static final int SOURCE = 0;
    private static final int WIDTH = 4;
    private static final int HEIGHT = 5;
    private static final int MOTION_X = 24;
    private static final int MOTION_Y = 28;
    private static final int MOTION_SCALE = 32;

    private final PictureCode code;
    private final int lengthBytes;
    private final RestPolicy policy = new RestPolicy();
    private final ActivityScore score = new ActivityScore();

    private RestWatch(PictureCode code, int lengthBytes) {
        this.code = code;
        this.lengthBytes = lengthBytes;
    }

    /** Empty where decoders export no vectors of the stream's codec. */
    static Optional<RestWatch> of(AVStream stream) {
        AVCodecParameters codec = stream.codecpar();
        return switch (codec.codec_id()) {
            case AV_CODEC_ID_H264 ->
                    Optional.of(new RestWatch(PictureCode.H264, lengthBytes(codec)));
            case AV_CODEC_ID_MPEG1VIDEO, AV_CODEC_ID_MPEG2VIDEO ->
                    Optional.of(new RestWatch(PictureCode.MPEG2, 0));
            case AV_CODEC_ID_MPEG4 -> Optional.of(new RestWatch(PictureCode.MPEG4, 0));
            default -> Optional.empty();
        };
    }

    /** An AVCDecoderConfigurationRecord begins with 1, and so do no start codes. */
    private static int lengthBytes(AVCodecParameters codec) {
        boolean lengths = codec.extradata_size() > 4 && codec.extradata().get(0) == 1;
        return lengths ? (codec.extradata().get(4) & 3) + 1 : 0;
    }

    /**
     * Asks for vectors while they are of use. MPEG-2 decoders have to be asked before they open.
     */
    void prepare(AVCodecContext context) {
        boolean wanted = code == PictureCode.MPEG2 || policy.worthwhile();
        int others = context.export_side_data() & ~AV_CODEC_EXPORT_DATA_MVS;
        context.export_side_data(others | (wanted ? AV_CODEC_EXPORT_DATA_MVS : 0));
    }

    /** Takes every packet that is decoded, before it is. */
    void packet(AVPacket packet, AVRational timeBase) {
        long ticks = packet.dts() != AV_NOPTS_VALUE ? packet.dts() : packet.pts();
        if (packet.size() > 0 && ticks != AV_NOPTS_VALUE) {
            long timeUs = Ffmpeg.micros(ticks, timeBase);
            ByteBuffer bytes = packet.data().capacity(packet.size()).asByteBuffer();
            policy.packet(timeUs, code.disposable(bytes, lengthBytes));
        }
    }

    /** Takes every decoded frame. */
    void frame(AVFrame frame, long ptsUs) {
        int type = frame.pict_type();
        if (!policy.worthwhile() || (type != AV_PICTURE_TYPE_P && type != AV_PICTURE_TYPE_B)) {
            return;
        }
        AVFrameSideData side = av_frame_get_side_data(frame, AV_FRAME_DATA_MOTION_VECTORS);
        if (side == null || side.isNull()) {
            return;
        }
        ByteBuffer vectors =
                side.data().capacity(side.size()).asByteBuffer().order(ByteOrder.nativeOrder());
        score.begin(frame.width());
        for (int at = 0; at < vectors.limit(); at += Ffmpeg.MOTION_VECTOR_BYTES) {
            if (vectors.getInt(at + SOURCE) < 0) {
                score.add(
                        vectors.get(at + WIDTH) & 255,
                        vectors.get(at + HEIGHT) & 255,
                        vectors.getInt(at + MOTION_X),
                        vectors.getInt(at + MOTION_Y),
                        vectors.getShort(at + MOTION_SCALE));
            }
        }
        long pixels = (long) frame.width() * frame.height();
        policy.picture(ptsUs, score.share(pixels, type == AV_PICTURE_TYPE_P));
    }

    /** Whether frames that no other needs are left out from now on. */
    boolean rests() {
        return policy.rests();
    }
}
