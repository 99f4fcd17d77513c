package io.watchword.bench;

import com.sun.management.OperatingSystemMXBean;
import io.watchword.contract.Segment;
import io.watchword.ingest.decode.DecodeConfig;
import io.watchword.ingest.decode.DecodeMode;
import io.watchword.ingest.decode.MediaInfo;
import io.watchword.ingest.decode.ReadResult;
import io.watchword.ingest.decode.SegmentSink;
import io.watchword.ingest.ffmpeg.FileSegmentReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.javacpp.Loader;

/**
 * CPU time of ingest (decode, motion field, key frames, sound, segments) in each decode mode
 * against the ffmpeg command line decoding and scaling all of the same file on one thread. Rounds
 * are interleaved; medians are printed. "Streams" is how many such streams one core holds: seconds
 * of media to a second of CPU time.
 *
 * <pre>
 * java -cp ... io.watchword.bench.IngestCost [--rounds N] [--mode all_frames|light|keyframes|all] FILE...
 * </pre>
 */
public final class IngestCost {
    private static final Pattern CPU = Pattern.compile("utime=([0-9.]+)s stime=([0-9.]+)s");
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    /** What the files are: read by the first reading. */
    private static final class Facts implements SegmentSink {
        private double seconds;
        private double framesPerSecond;

        @Override
        public void opened(MediaInfo info) {
            framesPerSecond = info.video().map(video -> video.frameRateHz()).orElse(0f);
        }

        @Override
        public void accept(Segment segment) {
            seconds = Math.max(seconds, segment.span().endUs() / 1e6);
        }
    }

    private IngestCost() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        int rounds = 5;
        List<DecodeMode> modes = List.of(DecodeMode.values());
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--rounds" -> rounds = Integer.parseInt(args[++i]);
                case "--mode" -> modes = modes(args[++i]);
                default -> files.add(Path.of(args[i]));
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%-32s %5s %7s %-10s %9s %9s %6s %8s%n",
                "file",
                "fps",
                "Mbit/s",
                "mode",
                "ingest s",
                "ffmpeg s",
                "ratio",
                "streams");
        for (Path file : files) {
            measure(file, modes, rounds);
        }
    }

    private static List<DecodeMode> modes(String name) {
        return name.equals("all")
                ? List.of(DecodeMode.values())
                : List.of(DecodeMode.valueOf(name.toUpperCase(Locale.ROOT)));
    }

    private static void measure(Path file, List<DecodeMode> modes, int rounds)
            throws IOException, InterruptedException {
        Facts facts = new Facts();
        ingestCpuSeconds(file, DecodeMode.ALL_FRAMES, facts); // warms the JVM and the page cache
        List<Double> ffmpeg = new ArrayList<>();
        Map<DecodeMode, List<Double>> ingest = new EnumMap<>(DecodeMode.class);
        modes.forEach(mode -> ingest.put(mode, new ArrayList<>()));
        for (int round = 0; round < rounds; round++) {
            ffmpeg.add(ffmpegCpuSeconds(file));
            ingest.forEach((mode, times) -> times.add(ingestCpuSeconds(file, mode, facts)));
        }
        double megabits = Files.size(file) * 8 / 1e6 / facts.seconds;
        ingest.forEach(
                (mode, times) ->
                        System.out.printf(
                                Locale.ROOT,
                                "%-32s %5.1f %7.2f %-10s %9.2f %9.2f %6.2f %8.1f%n",
                                file.getFileName(),
                                facts.framesPerSecond,
                                megabits,
                                mode.name().toLowerCase(Locale.ROOT),
                                median(times),
                                median(ffmpeg),
                                median(times) / median(ffmpeg),
                                facts.seconds / median(times)));
    }

    private static double ingestCpuSeconds(Path file, DecodeMode mode, SegmentSink sink) {
        long startNs = SYSTEM.getProcessCpuTime();
        ReadResult result =
                FileSegmentReader.read(
                        file, "bench", file.toString(), DecodeConfig.DEFAULT.withMode(mode), sink);
        if (result instanceof ReadResult.Failed failed) {
            throw new IllegalArgumentException(failed.detail());
        }
        return (SYSTEM.getProcessCpuTime() - startNs) / 1e9;
    }

    private static double ffmpegCpuSeconds(Path file) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(
                                Loader.load(org.bytedeco.ffmpeg.ffmpeg.class),
                                "-nostdin",
                                "-hide_banner",
                                "-benchmark",
                                "-threads",
                                "1",
                                "-filter_threads",
                                "1",
                                "-i",
                                file.toString(),
                                "-vf",
                                "scale=576:320",
                                "-f",
                                "null",
                                "-")
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        Matcher cpu = CPU.matcher(output);
        if (!cpu.find()) {
            throw new IllegalArgumentException("ffmpeg printed no CPU time for " + file);
        }
        return Double.parseDouble(cpu.group(1)) + Double.parseDouble(cpu.group(2));
    }

    private static double median(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }
}
