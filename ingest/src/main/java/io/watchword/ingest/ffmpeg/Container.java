package io.watchword.ingest.ffmpeg;

import static io.watchword.contract.Checks.checkState;
import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_ALL;
import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_NONKEY;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_DISPLAYMATRIX;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_side_data_get;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avformat.AVFMT_DURATION_FROM_BITRATE;
import static org.bytedeco.ffmpeg.global.avformat.AVSEEK_FLAG_BACKWARD;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_ATTACHED_PIC;
import static org.bytedeco.ffmpeg.global.avformat.av_find_best_stream;
import static org.bytedeco.ffmpeg.global.avformat.av_guess_frame_rate;
import static org.bytedeco.ffmpeg.global.avformat.av_guess_sample_aspect_ratio;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_seek_frame;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_get;

import io.watchword.contract.ErrorCode;
import io.watchword.contract.VideoInfo;
import io.watchword.ingest.decode.DecodeConfig;
import io.watchword.ingest.decode.MediaInfo;
import io.watchword.ingest.decode.Orientation;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionaryEntry;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.IntPointer;
import org.jspecify.annotations.Nullable;

/**
 * An opened source: its best picture stream, its best sound stream, and the packets of both. Owns
 * the demuxer. Not thread-safe.
 */
final class Container implements AutoCloseable {
    /** No stream of this kind. */
    static final int NONE = -1;

    /** A container, or why there is none. */
    sealed interface Opening {
        record Opened(Container container) implements Opening {}

        record Refused(ErrorCode code, String detail) implements Opening {}
    }

    private final AVFormatContext context;
    private final Demuxer demuxer;
    private final int video;
    private final int audio;

    Container(AVFormatContext context, Demuxer demuxer) {
        this.context = context;
        this.demuxer = demuxer;
        int best = best(context, AVMEDIA_TYPE_VIDEO, NONE);
        this.video = best != NONE && isPicture(context.streams(best)) ? best : NONE;
        this.audio = best(context, AVMEDIA_TYPE_AUDIO, video);
        discardOthers();
    }

    private void discardOthers() {
        for (int i = 0; i < context.nb_streams(); i++) {
            if (i != video && i != audio) {
                context.streams(i).discard(AVDISCARD_ALL);
            }
        }
    }

    private static int best(AVFormatContext context, int type, int related) {
        return Math.max(NONE, av_find_best_stream(context, type, -1, related, (AVCodec) null, 0));
    }

    static boolean isPicture(AVStream stream) {
        return (stream.disposition() & AV_DISPOSITION_ATTACHED_PIC) == 0;
    }

    /** What stands in the way of decoding, or empty. */
    Optional<Opening.Refused> problem(DecodeConfig config) {
        if (video == NONE && audio == NONE) {
            return Optional.of(
                    new Opening.Refused(
                            ErrorCode.UNREADABLE,
                            "required a video or an audio stream, found none in "
                                    + context.nb_streams()
                                    + " streams"));
        }
        return Demuxer.tooLarge(context, config);
    }

    /** Reads the next packet; 0, {@link Ffmpeg#END} or another negative error. */
    int read(AVPacket packet) {
        demuxer.begin();
        return av_read_frame(context, packet);
    }

    /** FFmpeg's name of the format. */
    String format() {
        return context.iformat().name().getString();
    }

    /** Microseconds after which the pts of this stream start anew; 0 if they do not. */
    long wrapUs(int index) {
        int bits = stream(index).pts_wrap_bits();
        return bits > 0 && bits < 63 ? Ffmpeg.micros(1L << bits, stream(index).time_base()) : 0;
    }

    /** Lets the demuxer leave out all but key frames. */
    void keyframesOnly() {
        stream(video).discard(AVDISCARD_NONKEY);
    }

    /** Goes to a key frame at or before this pts, where the container can. */
    boolean seek(long ptsUs) {
        return av_seek_frame(context, -1, ptsUs, AVSEEK_FLAG_BACKWARD) >= 0;
    }

    AVFormatContext context() {
        return context;
    }

    int video() {
        return video;
    }

    int audio() {
        return audio;
    }

    AVStream stream(int index) {
        checkState(index != NONE, "the container has no such stream");
        return context.streams(index);
    }

    int codecId(int index) {
        return stream(index).codecpar().codec_id();
    }

    /** Width of a pixel over its height; 1 where unknown. */
    double pixelAspect(@Nullable AVFrame frame) {
        AVRational ratio = av_guess_sample_aspect_ratio(context, stream(video), frame);
        return ratio.num() > 0 && ratio.den() > 0 ? (double) ratio.num() / ratio.den() : 1;
    }

    /** How the picture stream says it is to be turned. */
    Orientation orientation() {
        AVCodecParameters parameters = stream(video).codecpar();
        AVPacketSideData found =
                av_packet_side_data_get(
                        parameters.coded_side_data(),
                        parameters.nb_coded_side_data(),
                        AV_PKT_DATA_DISPLAYMATRIX);
        if (found == null || found.isNull() || found.size() < 36) {
            return Orientation.UPRIGHT;
        }
        int[] matrix = new int[9];
        new IntPointer(found.data()).get(matrix);
        return Orientation.of(matrix);
    }

    MediaInfo info() {
        return new MediaInfo(
                durationUs(),
                video == NONE ? Optional.empty() : Optional.of(videoInfo()),
                audio != NONE,
                createdUnixUs());
    }

    /** Of the picture stream, or of the sound without one: subtitles may run longer than both. */
    private long durationUs() {
        AVStream stream = stream(video == NONE ? audio : video);
        if (stream.duration() != AV_NOPTS_VALUE && stream.duration() > 0) {
            return Ffmpeg.micros(stream.duration(), stream.time_base());
        }
        return context.duration() == AV_NOPTS_VALUE ? -1 : context.duration();
    }

    /** Whether the declared duration is that of the picture stream, or of the sound without one. */
    boolean durationIsOfStream() {
        AVStream stream = stream(video == NONE ? audio : video);
        return stream.duration() != AV_NOPTS_VALUE && stream.duration() > 0;
    }

    /** Whether the declared duration was counted and not guessed from the file's size. */
    boolean durationIsCounted() {
        return context.duration_estimation_method() != AVFMT_DURATION_FROM_BITRATE;
    }

    private VideoInfo videoInfo() {
        AVStream stream = stream(video);
        AVCodecParameters parameters = stream.codecpar();
        Orientation orientation = orientation();
        int width = (int) Math.round(parameters.width() * pixelAspect(null));
        int height = parameters.height();
        AVRational rate = av_guess_frame_rate(context, stream, null);
        float rateHz = rate.den() > 0 ? (float) rate.num() / rate.den() : 0;
        return new VideoInfo(
                orientation.swapsSides() ? height : width,
                orientation.swapsSides() ? width : height,
                rateHz,
                avcodec_get_name(parameters.codec_id()).getString(),
                orientation.degrees());
    }

    private Optional<Long> createdUnixUs() {
        AVDictionaryEntry entry = av_dict_get(context.metadata(), "creation_time", null, 0);
        if (entry == null || entry.isNull()) {
            return Optional.empty();
        }
        try {
            Instant created = Instant.parse(entry.value().getString());
            return created.getEpochSecond() <= 0
                    ? Optional.empty()
                    : Optional.of(created.toEpochMilli() * 1000);
        } catch (DateTimeException e) {
            return Optional.empty(); // a tag in words, not a time
        }
    }

    @Override
    public void close() {
        demuxer.close();
    }
}
