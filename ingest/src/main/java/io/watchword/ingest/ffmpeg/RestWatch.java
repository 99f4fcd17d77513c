package io.watchword.ingest.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_HEVC;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MPEG1VIDEO;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MPEG2VIDEO;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MPEG4;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import io.watchword.ingest.decode.PictureCode;
import io.watchword.ingest.motion.RestPolicy;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVRational;

/** Watches one stream's packets and its motion for the time in which it may rest. */
final class RestWatch {
    private static final int AVC_LENGTH_AT = 4;
    private static final int HEVC_LENGTH_AT = 21;

    private final PictureCode code;
    private final int lengthBytes;
    private final RestPolicy policy = new RestPolicy();

    private RestWatch(PictureCode code, int lengthBytes) {
        this.code = code;
        this.lengthBytes = lengthBytes;
    }

    /** Empty where it cannot be told which pictures no other needs. */
    static Optional<RestWatch> of(AVStream stream) {
        AVCodecParameters codec = stream.codecpar();
        return switch (codec.codec_id()) {
            case AV_CODEC_ID_H264 ->
                    Optional.of(new RestWatch(PictureCode.H264, lengths(codec, AVC_LENGTH_AT)));
            case AV_CODEC_ID_HEVC ->
                    Optional.of(new RestWatch(PictureCode.H265, lengths(codec, HEVC_LENGTH_AT)));
            case AV_CODEC_ID_MPEG1VIDEO, AV_CODEC_ID_MPEG2VIDEO ->
                    Optional.of(new RestWatch(PictureCode.MPEG2, 0));
            case AV_CODEC_ID_MPEG4 -> Optional.of(new RestWatch(PictureCode.MPEG4, 0));
            default -> Optional.empty();
        };
    }

    /** A configuration record begins with 1, and start codes with 0. */
    private static int lengths(AVCodecParameters codec, int at) {
        boolean record = codec.extradata_size() > at && codec.extradata().get(0) == 1;
        return record ? (codec.extradata().get(at) & 3) + 1 : 0;
    }

    /** Takes every packet that is decoded, before it is. */
    void packet(AVPacket packet, AVRational timeBase) {
        long ticks = packet.dts() != AV_NOPTS_VALUE ? packet.dts() : packet.pts();
        if (packet.size() > 0 && ticks != AV_NOPTS_VALUE) {
            boolean spare =
                    code.disposable(
                            packet.data().capacity(packet.size()).asByteBuffer(), lengthBytes);
            policy.packet(Ffmpeg.micros(ticks, timeBase), spare);
        }
    }

    /** Takes what share of a sampled picture moves. */
    void moved(long ptsUs, float share) {
        policy.picture(ptsUs, share);
    }

    /** Whether frames that no other needs are left out from now on. */
    boolean rests() {
        return policy.rests();
    }
}
