package io.watchword.ingest.ffmpeg;

import static io.watchword.contract.Checks.checkState;
import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_ALL;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_DISPLAYMATRIX;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_side_data_get;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avformat.AVFMT_DURATION_FROM_BITRATE;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_ATTACHED_PIC;
import static org.bytedeco.ffmpeg.global.avformat.av_find_best_stream;
import static org.bytedeco.ffmpeg.global.avformat.av_guess_frame_rate;
import static org.bytedeco.ffmpeg.global.avformat.av_guess_sample_aspect_ratio;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_get;

import io.watchword.contract.ErrorCode;
import io.watchword.contract.VideoInfo;
import io.watchword.ingest.decode.DecodeConfig;
import io.watchword.ingest.decode.MediaInfo;
import io.watchword.ingest.decode.Orientation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVDictionaryEntry;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/**
 * An opened media file: its best picture stream, its best sound stream, and the packets of both.
 * Opens plain files of listed formats only, so that a playlist under a false name reaches nothing
 * else. Owns the demuxer. Not thread-safe.
 */
final class Container implements AutoCloseable {
    private static final String PROTOCOLS = "file";
    private static final String FORMATS =
            "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,flv,wav,flac,mp3,ogg,aac";

    /** No stream of this kind. */
    static final int NONE = -1;

    /** A container, or why there is none. */
    sealed interface Opening {
        record Opened(Container container) implements Opening {}

        record Refused(ErrorCode code, String detail) implements Opening {}
    }

    private final AVFormatContext context;
    private final ReadDeadline deadline;
    private final int video;
    private final int audio;

    private Container(AVFormatContext context, ReadDeadline deadline) {
        this.context = context;
        this.deadline = deadline;
        int best = best(context, AVMEDIA_TYPE_VIDEO, NONE);
        this.video = best != NONE && isPicture(context.streams(best)) ? best : NONE;
        this.audio = best(context, AVMEDIA_TYPE_AUDIO, video);
        for (int i = 0; i < context.nb_streams(); i++) {
            if (i != video && i != audio) {
                context.streams(i).discard(AVDISCARD_ALL);
            }
        }
    }

    private static int best(AVFormatContext context, int type, int related) {
        return Math.max(NONE, av_find_best_stream(context, type, -1, related, (AVCodec) null, 0));
    }

    private static boolean isPicture(AVStream stream) {
        return (stream.disposition() & AV_DISPOSITION_ATTACHED_PIC) == 0;
    }

    static Opening open(Path file, DecodeConfig config) {
        Ffmpeg.load();
        ReadDeadline deadline = new ReadDeadline(config.readTimeout().toNanos());
        AVFormatContext context = Ffmpeg.allocated(avformat_alloc_context(), "a demuxer");
        deadline.guard(context);
        int result = openInput(context, file, config);
        Optional<Opening.Refused> large =
                result < 0 ? Optional.empty() : tooLarge(context, config); // before probing decodes
        if (large.isPresent()) {
            avformat_close_input(context);
            deadline.close();
            return large.get();
        }
        if (result >= 0) {
            deadline.start();
            result = findStreams(context, config);
        }
        if (result < 0) {
            if (!context.isNull()) {
                avformat_close_input(context);
            }
            deadline.close();
            if (result == Ffmpeg.OUT_OF_MEMORY) {
                return new Opening.Refused(
                        ErrorCode.LIMIT_EXCEEDED,
                        "it takes more memory than it may, or has more than "
                                + config.maxStreams()
                                + " streams");
            }
            return new Opening.Refused(
                    ErrorCode.UNREADABLE, "no media that can be read: " + Ffmpeg.message(result));
        }
        return new Opening.Opened(new Container(context, deadline));
    }

    private static int openInput(AVFormatContext context, Path file, DecodeConfig config) {
        try (Options options = new Options();
                BytePointer url =
                        new BytePointer(
                                ("file:" + file.toAbsolutePath() + "\0")
                                        .getBytes(StandardCharsets.UTF_8))) {
            options.set("protocol_whitelist", PROTOCOLS)
                    .set("format_whitelist", FORMATS)
                    .set("probesize", config.probeBytes())
                    .set("analyzeduration", config.analyzeDuration().toNanos() / 1000)
                    .set("max_streams", config.maxStreams());
            int result =
                    avformat_open_input(context, url, (AVInputFormat) null, options.dictionary());
            if (result >= 0) {
                options.checkAllTaken();
            }
            return result;
        }
    }

    /** Probing decodes too: each stream's probe gets the decoder's own limits. */
    private static int findStreams(AVFormatContext context, DecodeConfig config) {
        int count = context.nb_streams();
        AVDictionary[] limits = new AVDictionary[count];
        try (PointerPointer<AVDictionary> each = new PointerPointer<>(Math.max(1, count))) {
            for (int i = 0; i < count; i++) {
                limits[i] =
                        new Options()
                                .set("max_pixels", StreamDecoder.codedPixels(config))
                                .set("threads", 1)
                                .dictionary();
                each.put(i, limits[i]);
            }
            int result = avformat_find_stream_info(context, count == 0 ? null : each);
            for (int i = 0; i < count; i++) {
                limits[i] = each.get(AVDictionary.class, i);
            }
            return result;
        } finally {
            for (AVDictionary left : limits) {
                if (left != null) {
                    av_dict_free(left);
                }
            }
        }
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
        return tooLarge(context, config);
    }

    private static Optional<Opening.Refused> tooLarge(
            AVFormatContext context, DecodeConfig config) {
        for (int i = 0; i < context.nb_streams(); i++) {
            AVCodecParameters picture = context.streams(i).codecpar();
            long pixels = (long) picture.width() * picture.height();
            boolean shown =
                    picture.codec_type() == AVMEDIA_TYPE_VIDEO && isPicture(context.streams(i));
            if (shown && pixels > config.maxPixels()) {
                return Optional.of(
                        new Opening.Refused(
                                ErrorCode.LIMIT_EXCEEDED,
                                String.format(
                                        "pictures of %d×%d are %d pixels, at most %d are decoded",
                                        picture.width(),
                                        picture.height(),
                                        pixels,
                                        config.maxPixels())));
            }
        }
        return Optional.empty();
    }

    /** Reads the next packet; 0, {@link Ffmpeg#END} or another negative error. */
    int read(AVPacket packet) {
        deadline.start();
        return av_read_frame(context, packet);
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
        avformat_close_input(context);
        deadline.close();
    }
}
