package io.watchword.bench;

import com.sun.management.OperatingSystemMXBean;
import io.watchword.ingest.decode.DecodeConfig;
import io.watchword.ingest.decode.ReadResult;
import io.watchword.ingest.ffmpeg.FileSegmentReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.javacpp.Loader;

/**
 * CPU time of ingest (decode, motion field, key frames, sound, segments) against the ffmpeg command
 * line decoding and scaling the same file on one thread. Rounds are interleaved; medians are
 * printed.
 *
 * <pre>java -cp ... io.watchword.bench.IngestCost [--rounds N] FILE...</pre>
 */
public final class IngestCost {
    private static final Pattern CPU = Pattern.compile("utime=([0-9.]+)s stime=([0-9.]+)s");

    private IngestCost() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        int rounds = args.length > 1 && args[0].equals("--rounds") ? Integer.parseInt(args[1]) : 5;
        int first = args.length > 1 && args[0].equals("--rounds") ? 2 : 0;
        System.out.printf(
                Locale.ROOT, "%-44s %10s %10s %7s%n", "file", "ingest s", "ffmpeg s", "ratio");
        for (int i = first; i < args.length; i++) {
            Path file = Path.of(args[i]);
            ingestCpuSeconds(file); // warms the JVM up and the page cache
            List<Double> ingest = new ArrayList<>();
            List<Double> ffmpeg = new ArrayList<>();
            for (int round = 0; round < rounds; round++) {
                ingest.add(ingestCpuSeconds(file));
                ffmpeg.add(ffmpegCpuSeconds(file));
            }
            System.out.printf(
                    Locale.ROOT,
                    "%-44s %10.2f %10.2f %7.2f%n",
                    file.getFileName(),
                    median(ingest),
                    median(ffmpeg),
                    median(ingest) / median(ffmpeg));
        }
    }

    private static double ingestCpuSeconds(Path file) {
        OperatingSystemMXBean system =
                (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long startNs = system.getProcessCpuTime();
        ReadResult result =
                FileSegmentReader.read(
                        file, "bench", file.toString(), DecodeConfig.DEFAULT, segment -> {});
        if (result instanceof ReadResult.Failed failed) {
            throw new IllegalArgumentException(failed.detail());
        }
        return (system.getProcessCpuTime() - startNs) / 1e9;
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
