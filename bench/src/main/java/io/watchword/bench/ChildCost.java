package io.watchword.bench;

import com.sun.management.OperatingSystemMXBean;
import io.watchword.ingest.IngestConfig;
import io.watchword.ingest.child.ChildExit;
import io.watchword.ingest.child.DecoderChild;
import io.watchword.ingest.child.ProcessDecoderLauncher;
import io.watchword.ingest.decode.DecodeConfig;
import io.watchword.ingest.decode.DecodeMode;
import io.watchword.ingest.decode.DecodeOrder;
import io.watchword.ingest.decode.DecoderReport;
import io.watchword.ingest.decode.ReadResult;
import io.watchword.ingest.fetch.MediaFormat;
import io.watchword.ingest.ffmpeg.FileSegmentReader;
import io.watchword.ingest.segment.SegmentOrigin;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * CPU time of a decoder process, and of this one beside it, against decoding the same file here.
 * Ways: a decoder process that reads the file, one that gets its bytes in frames, and this process,
 * whose code is warm. Medians are printed. Without a sandbox: bubblewrap keeps its children's times
 * to itself. A file for frames has to be one that can be read from its start alone.
 *
 * <pre>
 * java -cp ... io.watchword.bench.ChildCost [--rounds N] [--mode ALL_FRAMES|LIGHT|KEYFRAMES] FILE...
 * </pre>
 */
public final class ChildCost {
    private static final SegmentOrigin ORIGIN = new SegmentOrigin("bench", "0".repeat(64), "bench");
    private static final long TICK_NS = 10_000_000; // of /proc/self/stat
    private static final int PIECE_BYTES = 1 << 14;
    private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final ProcessDecoderLauncher launcher;
    private final DecodeConfig config;

    private ChildCost(ProcessDecoderLauncher launcher, DecodeConfig config) {
        this.launcher = launcher;
        this.config = config;
    }

    /**
     * One decoding of one file.
     *
     * @param childSeconds CPU time of the decoder process
     * @param parentSeconds CPU time of this one meanwhile
     * @param peakKb most memory that the decoder process had at once
     */
    private record Cost(double childSeconds, double parentSeconds, long peakKb) {
        double seconds() {
            return childSeconds + parentSeconds;
        }
    }

    public static void main(String[] args) throws IOException {
        int rounds = 5;
        DecodeMode mode = DecodeMode.ALL_FRAMES;
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--rounds" -> rounds = Integer.parseInt(args[++i]);
                case "--mode" -> mode = DecodeMode.valueOf(args[++i]);
                default -> files.add(Path.of(args[i]));
            }
        }
        ProcessDecoderLauncher launcher =
                ProcessDecoderLauncher.open(
                        new IngestConfig.Decoder("off", 1L << 30, 2), Duration.ofSeconds(5));
        ChildCost bench = new ChildCost(launcher, DecodeConfig.DEFAULT.withMode(mode));
        bench.print("nothing", List.of(bench::nothing), rounds);
        for (Path file : files) {
            bench.here(file); // warms this JVM up, and the page cache
            bench.print(
                    file.getFileName().toString(),
                    List.of(
                            () -> bench.file(file),
                            () -> bench.frames(file),
                            () -> bench.here(file)),
                    rounds);
        }
    }

    /** A way to decode. */
    private interface Way {
        Cost run() throws IOException;
    }

    private void print(String name, List<Way> ways, int rounds) throws IOException {
        List<List<Cost>> costs = new ArrayList<>();
        ways.forEach(way -> costs.add(new ArrayList<>()));
        for (int round = 0; round < rounds; round++) {
            for (int way = 0; way < ways.size(); way++) {
                costs.get(way).add(ways.get(way).run());
            }
        }
        String[] names = {"child", "frames", "here"};
        for (int way = 0; way < ways.size(); way++) {
            List<Cost> each = costs.get(way);
            System.out.printf(
                    Locale.ROOT,
                    "%-40s %-7s child %6.2f s  parent %6.3f s  together %6.2f s  peak %d MB%n",
                    name,
                    names[way],
                    median(each.stream().map(Cost::childSeconds)),
                    median(each.stream().map(Cost::parentSeconds)),
                    median(each.stream().map(Cost::seconds)),
                    each.stream().mapToLong(Cost::peakKb).max().orElse(0) / 1024);
        }
    }

    private static double median(Stream<Double> values) {
        List<Double> sorted = new ArrayList<>(values.toList());
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }

    private Cost here(Path file) {
        long startNs = SYSTEM.getProcessCpuTime();
        FileSegmentReader.read(file, ORIGIN, config, segment -> {});
        return new Cost(0, (SYSTEM.getProcessCpuTime() - startNs) / 1e9, 0);
    }

    private Cost nothing() throws IOException {
        return run(false, Optional.empty(), DecoderChild::finish);
    }

    private Cost file(Path file) throws IOException {
        return run(false, Optional.of(file), child -> {});
    }

    /** The same file's bytes as if they came from a network. */
    private Cost frames(Path file) throws IOException {
        return run(true, Optional.empty(), child -> feed(file, child));
    }

    private static void feed(Path file, DecoderChild child) {
        byte[] piece = new byte[PIECE_BYTES];
        try (InputStream in = Files.newInputStream(file)) {
            child.input().opened(MediaFormat.CONTAINER, new byte[0]);
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                child.input().media(piece, 0, count);
            }
            child.finish();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private Cost run(boolean live, Optional<Path> file, Consumer<DecoderChild> feed)
            throws IOException {
        DecodeOrder order = new DecodeOrder(ORIGIN, config, live, Optional.empty(), 0);
        long startNs = SYSTEM.getProcessCpuTime();
        long startChildNs = childrenCpuNs();
        AtomicLong peakKb = new AtomicLong();
        AtomicBoolean failed = new AtomicBoolean();
        ChildExit exit;
        try (DecoderChild child =
                launcher.start(order, file, report -> failed.compareAndSet(false, fails(report)))) {
            Thread watch = new Thread(() -> watch(child, peakKb), "peak");
            watch.setDaemon(true);
            watch.start();
            feed.accept(child);
            exit = child.exit().join();
        }
        if (exit.kind() != ChildExit.Kind.FINISHED || failed.get() != (file.isEmpty() && !live)) {
            throw new IllegalStateException("decoder: " + exit);
        }
        return new Cost(
                (childrenCpuNs() - startChildNs) / 1e9,
                (SYSTEM.getProcessCpuTime() - startNs) / 1e9,
                peakKb.get());
    }

    private static boolean fails(DecoderReport report) {
        return report instanceof DecoderReport.Ended ended
                && ended.result() instanceof ReadResult.Failed;
    }

    /** Looks ten times a second: the kernel keeps the peak. */
    private static void watch(DecoderChild child, AtomicLong peakKb) {
        while (!child.exit().isDone()) {
            ProcessHandle.of(child.pid()).stream()
                    .flatMap(outer -> Stream.concat(Stream.of(outer), outer.descendants()))
                    .forEach(each -> peakKb.accumulateAndGet(peakKb(each.pid()), Math::max));
            LockSupport.parkNanos(100_000_000);
        }
    }

    private static long peakKb(long pid) {
        try {
            Matcher peak =
                    PEAK.matcher(Files.readString(Path.of("/proc", Long.toString(pid), "status")));
            return peak.find() ? Long.parseLong(peak.group(1)) : 0;
        } catch (IOException e) {
            return 0; // it has just ended
        }
    }

    /** CPU time of all processes that this one started and that have ended, with theirs. */
    private static long childrenCpuNs() throws IOException {
        String stat = Files.readString(Path.of("/proc/self/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[13]) + Long.parseLong(fields[14])) * TICK_NS;
    }
}
