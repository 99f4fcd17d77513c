package io.watchword.ingest.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S16;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_compare;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_copy;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_uninit;
import static org.bytedeco.ffmpeg.global.swresample.swr_alloc_set_opts2;
import static org.bytedeco.ffmpeg.global.swresample.swr_convert;
import static org.bytedeco.ffmpeg.global.swresample.swr_free;
import static org.bytedeco.ffmpeg.global.swresample.swr_get_delay;
import static org.bytedeco.ffmpeg.global.swresample.swr_get_out_samples;
import static org.bytedeco.ffmpeg.global.swresample.swr_init;

import io.watchword.contract.AudioSamples;
import org.bytedeco.ffmpeg.avutil.AVChannelLayout;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swresample.SwrContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * Turns sound of any rate, layout and format into 16 kHz mono samples, and follows a stream that
 * changes them on the way. Owns the converter and its buffers. Not thread-safe.
 */
final class Resampler implements AutoCloseable {
    private static final int BYTES_PER_SAMPLE = 2;
    private static final int CAPACITY_SAMPLES = 8192;

    private final AVChannelLayout mono = new AVChannelLayout();
    private final AVChannelLayout declared = new AVChannelLayout(); // as frames carry it
    private final AVChannelLayout source = new AVChannelLayout();
    private final PointerPointer<BytePointer> out = new PointerPointer<>(1);
    private SwrContext converter = new SwrContext(null);
    private BytePointer buffer = new BytePointer(CAPACITY_SAMPLES * BYTES_PER_SAMPLE);
    private short[] samples = new short[CAPACITY_SAMPLES];
    private int sourceRateHz;
    private int sourceFormat;
    private long heldBackUs;

    Resampler() {
        av_channel_layout_default(mono, 1);
    }

    /**
     * Converts a frame. The samples are in {@link #samples()} until the next call.
     *
     * @return samples converted, or FFmpeg's negative error
     */
    int convert(AVFrame frame) {
        int result = follow(frame);
        if (result < 0) {
            return result;
        }
        heldBackUs = swr_get_delay(converter, 1_000_000);
        return run(frame.extended_data(), frame.nb_samples());
    }

    /** Converts what the filter still holds, at the end of the stream. */
    int flush() {
        if (converter.isNull()) {
            return 0;
        }
        heldBackUs = 0;
        return run(new PointerPointer<>((org.bytedeco.javacpp.Pointer) null), 0);
    }

    short[] samples() {
        return samples;
    }

    /** How much earlier than the converted frame its first sample is heard. */
    long heldBackUs() {
        return heldBackUs;
    }

    private int run(PointerPointer<?> in, int count) {
        int room = swr_get_out_samples(converter, count);
        if (room < 0) {
            return room;
        }
        reserve(room);
        out.put(0, buffer);
        int converted = swr_convert(converter, out, room, in, count);
        if (converted > 0) {
            buffer.capacity((long) converted * BYTES_PER_SAMPLE)
                    .asByteBuffer()
                    .order(java.nio.ByteOrder.nativeOrder())
                    .asShortBuffer()
                    .get(samples, 0, converted);
        }
        return converted;
    }

    private void reserve(int count) {
        if (samples.length < count) {
            buffer.close();
            buffer = new BytePointer((long) count * BYTES_PER_SAMPLE);
            samples = new short[count];
        }
    }

    private int follow(AVFrame frame) {
        if (!converter.isNull()
                && frame.sample_rate() == sourceRateHz
                && frame.format() == sourceFormat
                && av_channel_layout_compare(frame.ch_layout(), declared) == 0) {
            return 0;
        }
        sourceRateHz = frame.sample_rate();
        sourceFormat = frame.format();
        av_channel_layout_uninit(declared);
        av_channel_layout_copy(declared, frame.ch_layout());
        av_channel_layout_uninit(source);
        if (frame.ch_layout().order() == 0) { // unspecified: the usual one for so many channels
            av_channel_layout_default(source, frame.ch_layout().nb_channels());
        } else {
            av_channel_layout_copy(source, frame.ch_layout());
        }
        free();
        int result =
                swr_alloc_set_opts2(
                        converter,
                        mono,
                        AV_SAMPLE_FMT_S16,
                        AudioSamples.SAMPLE_RATE_HZ,
                        source,
                        sourceFormat,
                        sourceRateHz,
                        0,
                        null);
        result = result < 0 ? result : swr_init(converter);
        if (result < 0) {
            free();
        }
        return result;
    }

    private void free() {
        if (!converter.isNull()) {
            swr_free(converter);
        }
    }

    @Override
    public void close() {
        free();
        av_channel_layout_uninit(source);
        av_channel_layout_uninit(declared);
        mono.close();
        declared.close();
        source.close();
        out.close();
        buffer.close();
    }
}
