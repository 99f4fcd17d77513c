package io.watchword.ingest.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_copy;
import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_WRITE;
import static org.bytedeco.ffmpeg.global.avformat.av_interleaved_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_closep;
import static org.bytedeco.ffmpeg.global.avformat.avio_open;
import static org.bytedeco.ffmpeg.global.avutil.av_make_q;
import static org.bytedeco.ffmpeg.global.avutil.av_rescale_q;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVOutputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.BytePointer;
import org.jspecify.annotations.Nullable;

/** An MP4 file on disk with its index in front, of packets. Owns the muxer. Not thread-safe. */
final class ClipFile implements AutoCloseable {
    private final AVFormatContext context = new AVFormatContext(null);
    private final AVStream lead;
    private final @Nullable AVStream sound;
    private long leadDts = Long.MIN_VALUE;
    private long soundDts = Long.MIN_VALUE;

    private ClipFile(Path file, AVStream lead, @Nullable AVStream sound) {
        try (BytePointer format = text("mp4");
                BytePointer url = text("file:" + file.toAbsolutePath())) {
            Ffmpeg.check(
                    avformat_alloc_output_context2(context, (AVOutputFormat) null, format, url),
                    "MP4 muxer");
        }
        this.lead = like(lead);
        this.sound = sound == null ? null : like(sound);
    }

    /** With tracks like those of a recorded file. */
    static ClipFile of(Path file, AVStream lead, @Nullable AVStream sound) {
        return new ClipFile(file, lead, sound);
    }

    private static BytePointer text(String text) {
        return new BytePointer((text + "\0").getBytes(StandardCharsets.UTF_8));
    }

    private AVStream like(AVStream source) {
        AVStream track = Ffmpeg.allocated(avformat_new_stream(context, (AVCodec) null), "a track");
        Ffmpeg.check(avcodec_parameters_copy(track.codecpar(), source.codecpar()), "track");
        track.codecpar().codec_tag(0);
        track.time_base(source.time_base());
        track.sample_aspect_ratio(source.sample_aspect_ratio());
        return track;
    }

    /** Whether packets of this stream can follow those that are in the file. */
    boolean fits(AVStream other) {
        return other.codecpar().codec_id() == lead.codecpar().codec_id()
                && other.codecpar().width() == lead.codecpar().width()
                && other.codecpar().height() == lead.codecpar().height()
                && other.codecpar().sample_rate() == lead.codecpar().sample_rate()
                && sameExtra(other);
    }

    private boolean sameExtra(AVStream other) {
        int size = other.codecpar().extradata_size();
        if (size != lead.codecpar().extradata_size()) {
            return false;
        }
        for (int i = 0; i < size; i++) {
            if (other.codecpar().extradata().get(i) != lead.codecpar().extradata().get(i)) {
                return false;
            }
        }
        return true;
    }

    /**
     * @return a negative error where the file cannot be written
     */
    int begin() {
        AVIOContext io = new AVIOContext(null);
        int result = avio_open(io, context.url(), AVIO_FLAG_WRITE);
        if (result < 0) {
            return result;
        }
        context.pb(io);
        try (Options options = new Options()) {
            options.set("movflags", "+faststart");
            return avformat_write_header(context, options.dictionary());
        }
    }

    /**
     * Writes a packet.
     *
     * @param from its stream
     * @param shiftUs of its file's time 0 from that of the clip
     * @return a negative error, or 0
     */
    int write(AVPacket packet, AVStream from, boolean isLead, long shiftUs) {
        AVStream track = isLead ? lead : sound;
        if (track == null) {
            return 0;
        }
        AVRational micros = av_make_q(1, 1_000_000);
        long shift = av_rescale_q(shiftUs, micros, from.time_base());
        packet.pts(packet.pts() + shift).dts(packet.dts() + shift);
        av_packet_rescale_ts(packet, from.time_base(), track.time_base());
        long last = isLead ? leadDts : soundDts;
        long dts = Math.max(packet.dts(), last == Long.MIN_VALUE ? packet.dts() : last + 1);
        packet.dts(dts).pts(Math.max(dts, packet.pts())).pos(-1);
        packet.stream_index(track.index());
        if (isLead) {
            leadDts = dts;
        } else {
            soundDts = dts;
        }
        return av_interleaved_write_frame(context, packet);
    }

    /**
     * @return a negative error, or 0: then the file is whole
     */
    int finish() {
        return Math.min(0, av_write_trailer(context));
    }

    @Override
    public void close() {
        if (context.pb() != null && !context.pb().isNull()) {
            AVIOContext io = context.pb();
            context.pb(new AVIOContext(null));
            avio_closep(io);
        }
        avformat_free_context(context);
    }
}
