package io.watchword.ingest.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avformat.av_find_best_stream;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;

import io.watchword.ingest.clock.PtsUnwrapper;
import io.watchword.ingest.decode.DecoderReport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.ffmpeg;
import org.bytedeco.javacpp.Loader;

/** What recording the packets of one file gave. */
public record TestRecording(
        List<DecoderReport.Recorded> reports,
        Optional<String> leftOut,
        long packetsLost,
        long filesLost) {
    private static final int UNPLACED = 10; // packets that come before the clock starts

    /** A file put together again. */
    public record Whole(long startUs, long endUs, Path path) {}

    /** Records a file, whose media time 0 is its first packet. */
    public static TestRecording of(Path source, long fileUs) {
        return of(source, fileUs, packet -> packet);
    }

    /**
     * @param spoil what happens to packets on their way
     */
    static TestRecording of(Path source, long fileUs, UnaryOperator<AVPacket> spoil) {
        Ffmpeg.load();
        AVFormatContext input = new AVFormatContext(null);
        Ffmpeg.check(
                avformat_open_input(
                        input, source.toString(), (AVInputFormat) null, (AVDictionary) null),
                "open");
        Ffmpeg.check(avformat_find_stream_info(input, (AVDictionary) null), "probe");
        int video = best(input, AVMEDIA_TYPE_VIDEO);
        int audio = best(input, AVMEDIA_TYPE_AUDIO);
        List<DecoderReport.Recorded> reports = new ArrayList<>();
        AVPacket packet = av_packet_alloc();
        PacketRecorder recorder = new PacketRecorder(input, video, audio, fileUs, reports::add);
        try (recorder) {
            long originUs = PtsUnwrapper.UNKNOWN;
            for (int i = 0; av_read_frame(input, packet) >= 0; i++) {
                AVPacket given = spoil.apply(packet);
                long ptsUs =
                        Ffmpeg.micros(given.pts(), input.streams(given.stream_index()).time_base());
                originUs = originUs == PtsUnwrapper.UNKNOWN ? ptsUs : originUs;
                boolean known = i >= UNPLACED && ptsUs != PtsUnwrapper.UNKNOWN;
                recorder.packet(given, known ? ptsUs - originUs : PtsUnwrapper.UNKNOWN);
                av_packet_unref(packet);
            }
        }
        av_packet_free(packet);
        avformat_close_input(input);
        return new TestRecording(
                reports, recorder.leftOut(), recorder.packetsLost(), recorder.filesLost());
    }

    private static int best(AVFormatContext input, int type) {
        return Math.max(
                Container.NONE, av_find_best_stream(input, type, -1, -1, (AVCodec) null, 0));
    }

    /** Writes the files into a folder. */
    public List<Whole> files(Path folder) {
        List<Whole> files = new ArrayList<>();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (DecoderReport.Recorded report : reports) {
            bytes.writeBytes(report.bytes());
            if (report.last()) {
                Path path = folder.resolve("recorded" + files.size() + ".mp4");
                try {
                    Files.write(path, bytes.toByteArray());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                files.add(new Whole(report.startUs(), report.endUs(), path));
                bytes.reset();
            }
        }
        return files;
    }

    /**
     * One line for each picture or packet of a file, as the bundled program sees it: its hash.
     *
     * @param options which stream, and whether to decode it
     */
    public static List<String> hashes(Path file, String... options) {
        return lines(file, options).stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.substring(line.lastIndexOf(',') + 1).strip())
                .toList();
    }

    /** Pts of each picture or packet, in seconds. */
    static List<Double> seconds(Path file, String... options) {
        List<String> lines = lines(file, options);
        String unit =
                lines.stream().filter(line -> line.startsWith("#tb")).findFirst().orElseThrow();
        double ticks = Double.parseDouble(unit.substring(unit.indexOf('/') + 1));
        return lines.stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> Long.parseLong(line.split(",", -1)[2].strip()) / ticks)
                .toList();
    }

    private static List<String> lines(Path file, String... options) {
        try {
            Path out = Files.createTempFile("hashes", ".txt");
            List<String> command = new ArrayList<>();
            command.addAll(
                    List.of(Loader.load(ffmpeg.class), "-v", "error", "-xerror", "-nostdin"));
            command.addAll(List.of("-copyts", "-i", file.toString()));
            command.addAll(List.of(options));
            command.addAll(List.of("-enc_time_base", "demux", "-fps_mode", "passthrough"));
            command.addAll(List.of("-f", "framemd5", "-y", out.toString()));
            TestClip.run(command);
            List<String> lines = Files.readAllLines(out);
            Files.delete(out);
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
