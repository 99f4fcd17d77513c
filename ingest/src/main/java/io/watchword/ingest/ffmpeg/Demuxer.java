package io.watchword.ingest.ffmpeg;

import static io.watchword.contract.Checks.checkState;
import static org.bytedeco.ffmpeg.avformat.AVFormatContext.AVFMT_FLAG_CUSTOM_IO;
import static org.bytedeco.ffmpeg.global.avformat.av_find_input_format;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;

import io.watchword.contract.ErrorCode;
import io.watchword.ingest.child.FrameSource;
import io.watchword.ingest.decode.DecodeConfig;
import io.watchword.ingest.fetch.MediaFormat;
import io.watchword.ingest.ffmpeg.Container.Opening;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/**
 * FFmpeg's demuxer of a source and what it reads through. Opens listed formats only, and nothing
 * but the bytes it is given, so that a playlist under a false name reaches nothing else. Not
 * thread-safe.
 */
final class Demuxer implements AutoCloseable {
    private static final String FILE_FORMATS =
            "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,flv,wav,flac,mp3,ogg,aac";

    /** What a network brings beside: pictures one by one, and bare codecs. */
    private static final String LIVE_FORMATS = FILE_FORMATS + ",mpjpeg,h264,hevc";

    private static final String NO_PROTOCOL = "none";

    private final AVFormatContext context = Ffmpeg.allocated(avformat_alloc_context(), "a demuxer");
    private final DecodeConfig config;
    private final @Nullable ReadDeadline deadline;
    private final @Nullable FrameIo frames;

    private Demuxer(MediaInput input, DecodeConfig config) {
        this.config = config;
        if (input instanceof MediaInput.OfFrames of) {
            deadline = null; // who fetches the bytes watches over them
            frames =
                    of.source().format() == MediaFormat.RTP
                            ? FrameIo.packets(of.source())
                            : FrameIo.stream(of.source());
        } else {
            ReadDeadline limit = new ReadDeadline(config.readTimeout().toNanos());
            limit.guard(context);
            deadline = limit;
            frames = null;
        }
    }

    static Opening open(MediaInput input, DecodeConfig config) {
        Ffmpeg.load();
        Demuxer demuxer = new Demuxer(input, config);
        int result = demuxer.openInput(input);
        Optional<Opening.Refused> large =
                result < 0 // before probing decodes
                        ? Optional.empty()
                        : tooLarge(demuxer.context, config);
        if (large.isPresent()) {
            demuxer.close();
            return large.get();
        }
        if (result >= 0) {
            demuxer.begin();
            result = demuxer.findStreams();
        }
        if (result < 0) {
            demuxer.close();
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
        return new Opening.Opened(new Container(demuxer.context, demuxer));
    }

    /** One more read begins. */
    void begin() {
        if (deadline != null) {
            deadline.start();
        }
    }

    private int openInput(MediaInput input) {
        if (input instanceof MediaInput.OfFile of) {
            return openInput("file:" + of.file().toAbsolutePath(), "file", FILE_FORMATS, null);
        }
        if (input instanceof MediaInput.OfDescriptor of) {
            checkState(of.descriptor() == 0, "only standard input is read");
            return openInput("fd:", "fd", FILE_FORMATS, null);
        }
        FrameSource source = ((MediaInput.OfFrames) input).source();
        if (source.format() == MediaFormat.RTP) {
            return openSession(source.header());
        }
        context.pb(io().context());
        context.flags(context.flags() | AVFMT_FLAG_CUSTOM_IO);
        return switch (source.format()) {
            case CONTAINER -> openInput("", NO_PROTOCOL, LIVE_FORMATS, null);
            case MPEGTS -> openInput("", NO_PROTOCOL, "mpegts", "mpegts");
            case MP4 -> openInput("", NO_PROTOCOL, "mov,mp4,m4a,3gp,3g2,mj2", "mp4");
            case RTP -> throw new IllegalStateException("RTP has its own demuxer");
        };
    }

    private FrameIo io() {
        if (frames == null) {
            throw new IllegalStateException("the source brings no frames");
        }
        return frames;
    }

    /** The demuxer reads the session's description first, and then packets from somewhere else. */
    private int openSession(byte[] description) {
        try (FrameIo session = FrameIo.once(description)) {
            context.pb(session.context());
            context.flags(context.flags() | AVFMT_FLAG_CUSTOM_IO);
            int result = openInput("", NO_PROTOCOL, "sdp", "sdp");
            if (result >= 0) {
                context.pb(io().context());
            }
            return result;
        }
    }

    private int openInput(
            String address, String protocols, String formats, @Nullable String format) {
        AVInputFormat demuxer =
                format == null
                        ? null
                        : Ffmpeg.allocated(av_find_input_format(format), "format " + format);
        try (Options options = new Options();
                BytePointer url =
                        new BytePointer((address + "\0").getBytes(StandardCharsets.UTF_8))) {
            options.set("protocol_whitelist", protocols)
                    .set("format_whitelist", formats)
                    .set("probesize", config.probeBytes())
                    .set("analyzeduration", config.analyzeDuration().toNanos() / 1000)
                    .set("codec_whitelist", Codecs.ALLOWED)
                    .set("max_streams", config.maxStreams());
            if ("sdp".equals(format)) {
                options.set("sdp_flags", "custom_io");
            }
            int result = avformat_open_input(context, url, demuxer, options.dictionary());
            if (result >= 0) {
                options.checkAllTaken();
            }
            return result;
        }
    }

    /** Probing decodes too: each stream's probe gets the decoder's own limits. */
    private int findStreams() {
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

    static Optional<Opening.Refused> tooLarge(AVFormatContext context, DecodeConfig config) {
        for (int i = 0; i < context.nb_streams(); i++) {
            AVCodecParameters picture = context.streams(i).codecpar();
            long pixels = (long) picture.width() * picture.height();
            boolean shown =
                    picture.codec_type() == AVMEDIA_TYPE_VIDEO
                            && Container.isPicture(context.streams(i));
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

    @Override
    public void close() {
        if (!context.isNull()) {
            avformat_close_input(context);
        }
        if (frames != null) {
            frames.close();
        }
        if (deadline != null) {
            deadline.close();
        }
    }
}
