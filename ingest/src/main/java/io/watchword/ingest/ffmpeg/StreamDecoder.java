package io.watchword.ingest.ffmpeg;

import static org.bytedeco.ffmpeg.avutil.AVFrame.AV_FRAME_FLAG_CORRUPT;
import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_ALL;
import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_DEFAULT;
import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_NONKEY;
import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_NONREF;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_flush_buffers;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;

import io.watchword.ingest.child.ShedLevel;
import io.watchword.ingest.decode.DecodeConfig;
import io.watchword.ingest.decode.HardwareDecode;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.jspecify.annotations.Nullable;

/** One stream's decoder, on one thread. Owns the codec context. Not thread-safe. */
final class StreamDecoder implements AutoCloseable {
    private final AVCodecContext context;
    private final AVRational timeBase;
    private ShedLevel level = ShedLevel.NOTHING;
    private boolean rests;
    private boolean refuses;
    private final @Nullable HardwareDevice device;
    private final @Nullable RestWatch watch;

    private StreamDecoder(
            AVCodecContext context,
            AVRational timeBase,
            @Nullable HardwareDevice device,
            @Nullable RestWatch watch) {
        this.context = context;
        this.timeBase = timeBase;
        this.device = device;
        this.watch = watch;
    }

    /** Codecs round pictures up to whole blocks before they compare with the limit. */
    static long codedPixels(DecodeConfig config) {
        return config.maxPixels() + config.maxPixels() / 8;
    }

    /**
     * Returns empty where this build cannot decode the stream.
     *
     * @param mayRest whether frames that no other needs may be left out while nothing moves
     */
    static Optional<StreamDecoder> open(AVStream stream, DecodeConfig config, boolean mayRest) {
        AVCodec codec = avcodec_find_decoder(stream.codecpar().codec_id());
        if (codec == null || codec.isNull()) {
            return Optional.empty();
        }
        Optional<HardwareDevice> device = HardwareDevice.open(config.hardware(), codec);
        if (device.isPresent()) {
            Optional<StreamDecoder> fast =
                    open(device.get().codec(), stream, config, device.get(), null);
            if (fast.isPresent()) {
                return fast;
            }
            device.get().close();
        }
        RestWatch watch = mayRest ? RestWatch.of(stream).orElse(null) : null;
        return open(codec, stream, config, null, watch);
    }

    private static Optional<StreamDecoder> open(
            AVCodec codec,
            AVStream stream,
            DecodeConfig config,
            @Nullable HardwareDevice device,
            @Nullable RestWatch watch) {
        AVCodecContext context = Ffmpeg.allocated(avcodec_alloc_context3(codec), "a decoder");
        context.thread_count(1);
        int result = avcodec_parameters_to_context(context, stream.codecpar());
        context.pkt_timebase(stream.time_base());
        context.max_pixels(codedPixels(config));
        context.skip_loop_filter(AVDISCARD_NONREF); // a tenth of the time, above 60 dB
        if (device != null) {
            device.use(context);
        }
        try (Options options = new Options()) {
            options.set("codec_whitelist", Codecs.ALLOWED);
            if (result >= 0) {
                result = avcodec_open2(context, codec, options.dictionary());
            }
        }
        if (result < 0) {
            avcodec_free_context(context);
            return Optional.empty();
        }
        return Optional.of(new StreamDecoder(context, stream.time_base(), device, watch));
    }

    /** What decodes, as far as is known before the first picture. */
    HardwareDecode hardware() {
        return device == null ? HardwareDecode.NONE : device.kind();
    }

    /** What it leaves out of the packets it is given from now on. */
    void level(ShedLevel wanted) {
        level = wanted;
        skip();
    }

    /** While a quiet camera rests the loop filter stays: pictures are exact when it is over. */
    private void skip() {
        boolean light = level == ShedLevel.LIGHT;
        boolean key = level.compareTo(ShedLevel.KEYFRAMES) >= 0;
        context.skip_loop_filter(light ? AVDISCARD_ALL : AVDISCARD_NONREF);
        int others = light || rests ? AVDISCARD_NONREF : AVDISCARD_DEFAULT;
        context.skip_frame(key ? AVDISCARD_NONKEY : others);
    }

    /** Whether it leaves out frames that no other needs because nothing moves. */
    boolean rests() {
        return rests && level == ShedLevel.NOTHING;
    }

    /** Forgets what it has seen: the next packet does not follow. */
    void flush() {
        avcodec_flush_buffers(context);
    }

    int codecId() {
        return context.codec_id();
    }

    static String codecName(AVStream stream) {
        return avcodec_get_name(stream.codecpar().codec_id()).getString();
    }

    /**
     * @param packet or null at the end of the stream
     * @return 0, {@link Ffmpeg#AGAIN} when frames have to be received first, or an error
     */
    int send(@Nullable AVPacket packet) {
        if (watch != null && packet != null) {
            watch.packet(packet, timeBase);
        }
        return noted(avcodec_send_packet(context, packet));
    }

    /** Decoders call a picture above the limit an invalid argument, and damage invalid data. */
    private int noted(int result) {
        refuses |= result == Ffmpeg.INVALID_ARGUMENT || result == Ffmpeg.OUT_OF_MEMORY;
        return result;
    }

    /** Whether it was given a picture that is larger than the limit. */
    boolean refusesPictures() {
        return refuses;
    }

    /** Whether there was another frame. */
    boolean receive(AVFrame frame) {
        while (noted(avcodec_receive_frame(context, frame)) >= 0) {
            if (device == null || device.fetch(frame)) {
                return true;
            }
        }
        return false;
    }

    /** Told what share of a picture moves, where that is known. */
    void moved(long ptsUs, float share) {
        if (watch != null) {
            watch.moved(ptsUs, share);
            if (watch.rests() != rests) {
                rests = watch.rests();
                skip();
            }
        }
    }

    long ptsUs(AVFrame frame) {
        return Ffmpeg.micros(frame.best_effort_timestamp(), timeBase);
    }

    /** 0 where unknown. */
    long durationUs(AVFrame frame) {
        return frame.duration() > 0 ? Ffmpeg.micros(frame.duration(), timeBase) : 0;
    }

    static boolean clean(AVFrame frame) {
        return frame.decode_error_flags() == 0 && (frame.flags() & AV_FRAME_FLAG_CORRUPT) == 0;
    }

    @Override
    public void close() {
        avcodec_free_context(context);
        if (device != null) {
            device.close();
        }
    }
}
