package io.watchword.ingest.ffmpeg;

import static io.watchword.contract.Checks.checkState;
import static org.bytedeco.ffmpeg.avformat.AVFormatContext.AVFMT_FLAG_AUTO_BSF;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_AAC;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_copy;
import static org.bytedeco.ffmpeg.global.avformat.av_guess_format;
import static org.bytedeco.ffmpeg.global.avformat.av_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_query_codec;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_close_dyn_buf;
import static org.bytedeco.ffmpeg.global.avformat.avio_open_dyn_buf;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.av_free;
import static org.bytedeco.ffmpeg.global.avutil.av_rescale_q;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVOutputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * One fragmented MP4 file, written into memory and taken out in pieces: its packets are those of
 * the source. Owns the muxer. What it holds grows until it is taken. Not thread-safe.
 */
final class FragmentedMp4 implements AutoCloseable {
    private static final int COMPLIANT = 0;

    /** The header waits for the first packets: some codecs are described by them only. */
    private static final String FLAGS =
            "frag_custom+empty_moov+delay_moov+default_base_moof+skip_trailer";

    /**
     * A track of the file.
     *
     * @param shift ticks of the source at time 0 of the file
     * @param describesItself whether what a player must know of it is known without its packets
     */
    private record Track(AVStream source, AVStream target, long shift, boolean describesItself) {}

    private final AVFormatContext context = new AVFormatContext(null);
    private final List<Track> tracks = new ArrayList<>();
    private final List<Track> silent = new ArrayList<>(); // those without a packet so far
    private final AVStream first;
    private boolean begun; // the header is out
    private long pendingBytes;

    private FragmentedMp4(AVStream first) {
        this.first = first;
    }

    /** Whether MP4 has a place for this stream's codec. */
    static boolean carries(AVStream stream) {
        AVOutputFormat mp4 = av_guess_format("mp4", (String) null, null);
        return avformat_query_codec(mp4, stream.codecpar().codec_id(), COMPLIANT) == 1;
    }

    /** A new file whose time 0 is that pts of the first stream. */
    static FragmentedMp4 at(List<AVStream> streams, long originPts) {
        FragmentedMp4 file = new FragmentedMp4(streams.get(0));
        Ffmpeg.check(
                avformat_alloc_output_context2(file.context, (AVOutputFormat) null, "mp4", null),
                "MP4 muxer");
        for (AVStream source : streams) {
            file.add(source, originPts);
        }
        return file;
    }

    private void add(AVStream source, long originPts) {
        AVStream target = Ffmpeg.allocated(avformat_new_stream(context, (AVCodec) null), "a track");
        Ffmpeg.check(avcodec_parameters_copy(target.codecpar(), source.codecpar()), "track");
        target.codecpar().codec_tag(0); // of the container it came from
        target.time_base(source.time_base());
        target.sample_aspect_ratio(source.sample_aspect_ratio());
        boolean needsPackets =
                source.codecpar().codec_type() == AVMEDIA_TYPE_AUDIO
                        && source.codecpar().extradata_size() == 0
                        && source.codecpar().codec_id() == AV_CODEC_ID_AAC;
        long shift = av_rescale_q(originPts, first.time_base(), source.time_base());
        Track track = new Track(source, target, shift, !needsPackets);
        tracks.add(track);
        silent.add(track);
    }

    /**
     * @return a negative error where FFmpeg cannot write such a file
     */
    int begin() {
        int result = openBuffer();
        try (Options options = new Options()) {
            options.set("movflags", FLAGS);
            result = result < 0 ? result : avformat_write_header(context, options.dictionary());
            if (result >= 0) {
                options.checkAllTaken();
                // Off by the muxer where the header comes first. Ours comes with the packets, and
                // AAC as broadcast has to lose its own headers.
                context.flags(context.flags() | AVFMT_FLAG_AUTO_BSF);
            }
        }
        return result;
    }

    private int openBuffer() {
        AVIOContext buffer = new AVIOContext(null);
        int result = avio_open_dyn_buf(buffer);
        if (result >= 0) {
            context.pb(buffer);
        }
        return result;
    }

    boolean has(int sourceIndex) {
        return tracks.stream().anyMatch(track -> track.source().index() == sourceIndex);
    }

    /** Whether every track has had a packet: then the header can tell all. */
    boolean complete() {
        return begun || silent.isEmpty();
    }

    /** Media that {@link #flush} would write. */
    long pendingBytes() {
        return pendingBytes;
    }

    /**
     * Writes a packet of a source stream, whose times it changes to the file's.
     *
     * @return a negative error, or 0
     */
    int write(AVPacket packet) {
        Track track = track(packet.stream_index());
        if (begun && silent.contains(track) && !track.describesItself()) {
            return 0; // the header is out and says nothing that would let it be heard
        }
        silent.remove(track);
        AVRational from = track.source().time_base();
        packet.pts(packet.pts() - track.shift()).dts(packet.dts() - track.shift());
        av_packet_rescale_ts(packet, from, track.target().time_base());
        packet.stream_index(track.target().index());
        packet.pos(-1);
        pendingBytes += packet.size();
        return av_write_frame(context, packet);
    }

    private Track track(int sourceIndex) {
        for (Track track : tracks) {
            if (track.source().index() == sourceIndex) {
                return track;
            }
        }
        throw new IllegalStateException("the file has no such track");
    }

    /**
     * Ends the fragment.
     *
     * @return a negative error, or 0: then {@link #take} has it
     */
    int flush() {
        begun = true;
        pendingBytes = 0;
        return Math.min(0, av_write_frame(context, null));
    }

    /**
     * Ends the file.
     *
     * @return a negative error, or 0: then {@link #take} has its rest
     */
    int finish() {
        pendingBytes = 0;
        return av_write_trailer(context);
    }

    /** What was written since the last time. */
    byte[] take() {
        byte[] bytes = close(context.pb());
        context.pb(new AVIOContext(null));
        int result = openBuffer();
        checkState(result >= 0, "memory buffer: %s", result);
        return bytes;
    }

    private static byte[] close(AVIOContext buffer) {
        try (PointerPointer<BytePointer> at = new PointerPointer<>(1)) {
            int size = avio_close_dyn_buf(buffer, at);
            byte[] bytes = new byte[Math.max(0, size)];
            BytePointer memory = at.get(BytePointer.class, 0);
            memory.get(bytes);
            av_free(memory);
            return bytes;
        }
    }

    @Override
    public void close() {
        if (context.pb() != null && !context.pb().isNull()) {
            close(context.pb());
        }
        context.pb(new AVIOContext(null));
        avformat_free_context(context);
    }
}
