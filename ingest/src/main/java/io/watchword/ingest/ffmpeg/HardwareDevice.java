package io.watchword.ingest.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_HW_CONFIG_METHOD_HW_DEVICE_CTX;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_default_get_format;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_hw_config;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_NONE;
import static org.bytedeco.ffmpeg.global.avutil.av_buffer_ref;
import static org.bytedeco.ffmpeg.global.avutil.av_buffer_unref;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_copy_props;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_move_ref;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;
import static org.bytedeco.ffmpeg.global.avutil.av_hwframe_transfer_data;

import io.watchword.ingest.decode.HardwareDecode;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecHWConfig;
import org.bytedeco.ffmpeg.avutil.AVBufferRef;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.IntPointer;

/**
 * A graphics card that decodes one stream. Its pictures are copied into plain memory. Owns the
 * device; not thread-safe.
 */
final class HardwareDevice implements AutoCloseable {
    private final HardwareDecode kind;
    private final AVCodec codec;
    private final int pixelFormat;
    private final AVBufferRef device;
    private final Choice choice;
    private final AVFrame copy = Ffmpeg.allocated(av_frame_alloc(), "a frame");

    private HardwareDevice(
            HardwareDecode kind, AVCodec codec, int pixelFormat, AVBufferRef device) {
        this.kind = kind;
        this.codec = codec;
        this.pixelFormat = pixelFormat;
        this.device = device;
        this.choice = new Choice(pixelFormat);
    }

    /** Empty where the machine has no such device, or it does not take the codec. */
    static Optional<HardwareDevice> open(HardwareDecode kind, AVCodec software) {
        Optional<AVCodec> codec = codec(kind, software);
        int format = codec.map(c -> pixelFormat(kind, c)).orElse(AV_PIX_FMT_NONE);
        if (codec.isEmpty() || format == AV_PIX_FMT_NONE) {
            return Optional.empty();
        }
        return HardwareProbe.open(kind)
                .map(device -> new HardwareDevice(kind, codec.get(), format, device));
    }

    /** The decoder that knows the device: not always the one that is best without. */
    private static Optional<AVCodec> codec(HardwareDecode kind, AVCodec software) {
        if (kind == HardwareDecode.NONE) {
            return Optional.empty();
        }
        String name = avcodec_get_name(software.id()).getString();
        AVCodec own =
                avcodec_find_decoder_by_name(kind == HardwareDecode.QSV ? name + "_qsv" : name);
        return own == null || own.isNull() ? Optional.of(software) : Optional.of(own);
    }

    private static int pixelFormat(HardwareDecode kind, AVCodec codec) {
        AVCodecHWConfig config = avcodec_get_hw_config(codec, 0);
        for (int i = 1; config != null && !config.isNull(); i++) {
            if (config.device_type() == HardwareProbe.type(kind)
                    && (config.methods() & AV_CODEC_HW_CONFIG_METHOD_HW_DEVICE_CTX) != 0) {
                return config.pix_fmt();
            }
            config = avcodec_get_hw_config(codec, i);
        }
        return AV_PIX_FMT_NONE;
    }

    HardwareDecode kind() {
        return kind;
    }

    AVCodec codec() {
        return codec;
    }

    /** Makes a decoder that is not open yet use the device where it can. */
    void use(AVCodecContext context) {
        context.hw_device_ctx(av_buffer_ref(device));
        context.get_format(choice);
    }

    /** Brings a picture into plain memory; returns false where that does not work. */
    boolean fetch(AVFrame frame) {
        if (frame.format() != pixelFormat) {
            return true; // the device did not take the stream: decoded in software
        }
        int result = av_hwframe_transfer_data(copy, frame, 0);
        result = result < 0 ? result : av_frame_copy_props(copy, frame);
        av_frame_unref(frame);
        if (result < 0) {
            av_frame_unref(copy);
            return false;
        }
        av_frame_move_ref(frame, copy);
        return true;
    }

    /** FFmpeg asks which of the formats that it offers is wanted, and holds this one's address. */
    private static final class Choice extends AVCodecContext.Get_format_AVCodecContext_IntPointer {
        private final int wanted;

        Choice(int wanted) {
            this.wanted = wanted;
        }

        @Override
        public int call(AVCodecContext context, IntPointer offered) {
            for (int i = 0; offered.get(i) != AV_PIX_FMT_NONE; i++) {
                if (offered.get(i) == wanted) {
                    return wanted;
                }
            }
            return avcodec_default_get_format(context, offered);
        }
    }

    /** The decoder that uses it is to be closed before. */
    @Override
    public void close() {
        av_frame_free(copy);
        av_buffer_unref(device);
        choice.close();
    }
}
