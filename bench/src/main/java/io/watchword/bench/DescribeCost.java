package io.watchword.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Wall time, start-up and peak memory of {@code watchword describe}, as a user sees them: the
 * script is run as a child, from start to exit. Linux only: the peak is read from {@code /proc}.
 *
 * <pre>java -cp ... io.watchword.bench.DescribeCost SCRIPT MEDIA_SECONDS ARGUMENT...</pre>
 */
public final class DescribeCost {
    private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");
    private static final Pattern READY = Pattern.compile("ready in ([0-9.]+) s");

    private DescribeCost() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(args[0], "describe"));
        double mediaSeconds = Double.parseDouble(args[1]);
        command.addAll(List.of(args).subList(2, args.length));
        Path log = Files.createTempFile("describe", ".log");
        long startNs = System.nanoTime();
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        long peakKb = 0;
        while (!process.waitFor(100, TimeUnit.MILLISECONDS)) {
            peakKb = Math.max(peakKb, peakKb(process.toHandle()));
        }
        double wallSeconds = (System.nanoTime() - startNs) / 1e9;
        Matcher ready = READY.matcher(Files.readString(log, StandardCharsets.UTF_8));
        double readySeconds = ready.find() ? Double.parseDouble(ready.group(1)) : Double.NaN;
        Files.delete(log);
        System.out.printf(
                Locale.ROOT,
                "exit %d, wall %.1f s, ready in %.1f s, %.1f x real time all in, %.1f x after start-up, peak %d MB%n",
                process.exitValue(),
                wallSeconds,
                readySeconds,
                mediaSeconds / wallSeconds,
                mediaSeconds / (wallSeconds - readySeconds),
                peakKb / 1024);
    }

    private static long peakKb(ProcessHandle process) throws IOException {
        long peak = ownPeakKb(process.pid());
        for (ProcessHandle child : process.descendants().toList()) {
            peak = Math.max(peak, ownPeakKb(child.pid()));
        }
        return peak;
    }

    private static long ownPeakKb(long pid) throws IOException {
        try {
            Matcher peak =
                    PEAK.matcher(Files.readString(Path.of("/proc", Long.toString(pid), "status")));
            return peak.find() ? Long.parseLong(peak.group(1)) : 0;
        } catch (NoSuchFileException e) {
            return 0; // ended between the listing and the reading
        }
    }
}
