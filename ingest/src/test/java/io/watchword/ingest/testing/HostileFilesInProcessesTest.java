package io.watchword.ingest.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.contract.Segment;
import io.watchword.contract.TimeSpan;
import io.watchword.ingest.IngestConfig;
import io.watchword.ingest.child.ChildExit;
import io.watchword.ingest.child.DecoderChild;
import io.watchword.ingest.child.ProcessDecoderLauncher;
import io.watchword.ingest.child.UnreadableFileException;
import io.watchword.ingest.decode.DecodeConfig;
import io.watchword.ingest.decode.DecodeOrder;
import io.watchword.ingest.decode.DecoderReport;
import io.watchword.ingest.decode.ReadResult;
import io.watchword.ingest.ffmpeg.FileSegmentReader;
import io.watchword.ingest.segment.SegmentOrigin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Hostile files in decoder processes, one after the other, each in its own. */
@Timeout(300)
class HostileFilesInProcessesTest {
    private static final long LIMIT_NS = Duration.ofSeconds(20).toNanos();
    private static final long MAX_PEAK_BYTES = 600L << 20;

    private static final Map<String, Integer> COUNTS = new TreeMap<>();
    private static long worstPeakBytes;
    private static long worstNs;

    @SuppressWarnings("NullAway.Init") // by JUnit
    @TempDir
    static Path folder;

    @SuppressWarnings("NullAway.Init") // by JUnit
    private static ProcessDecoderLauncher decoders;

    @SuppressWarnings("NullAway.Init") // by JUnit
    private static HostileCorpus corpus;

    /** What a process made of a file. */
    private record Outcome(String kind, List<DecoderReport> reports, long peakBytes, long tookNs) {}

    @BeforeAll
    static void makeThem() throws IOException {
        decoders =
                ProcessDecoderLauncher.open(
                        new IngestConfig.Decoder("auto", 1L << 30, 2), Duration.ofSeconds(1));
        corpus = HostileCorpus.make(Files.createDirectory(folder.resolve("c")), 1);
    }

    @AfterAll
    static void sayWhatBecameOfThem() {
        System.out.printf(
                "hostile files in processes (%s): %s, at most %d MiB and %d ms%n",
                decoders.sandbox().text(), COUNTS, worstPeakBytes >> 20, worstNs / 1_000_000);
    }

    @Test
    void everyHostileFileBecomesTheSameInAProcess() throws Exception {
        for (HostileFile file : corpus.files()) {
            check(file);
        }
    }

    private static void check(HostileFile file) throws Exception {
        Outcome outcome = decode(file.path());

        COUNTS.merge(outcome.kind(), 1, Integer::sum);
        worstPeakBytes = Math.max(worstPeakBytes, outcome.peakBytes());
        worstNs = Math.max(worstNs, outcome.tookNs());
        assertThat(outcome.kind()).as(file.name()).isEqualTo(kindHere(file.path()));
        assertThat(outcome.peakBytes()).as(file.name()).isLessThan(MAX_PEAK_BYTES);
        assertThat(outcome.tookNs()).as(file.name()).isLessThan(LIMIT_NS);
        assertTold(file.name(), outcome);
    }

    private static String kindHere(Path file) {
        List<Segment> segments = new ArrayList<>();
        ReadResult result =
                FileSegmentReader.read(file, "s", "file", DecodeConfig.DEFAULT, segments::add);
        return kind(result, segments);
    }

    private static String kind(ReadResult result, List<Segment> segments) {
        if (result instanceof ReadResult.Failed failed) {
            return failed.code().name();
        }
        boolean damaged = segments.stream().anyMatch(each -> each.decodeErrorRatio() > 0);
        return damaged ? "DAMAGED" : "READ";
    }

    private static Outcome decode(Path file) throws Exception {
        List<DecoderReport> reports = new CopyOnWriteArrayList<>();
        DecodeOrder order =
                new DecodeOrder(
                        new SegmentOrigin("s", "ab".repeat(32), "file"),
                        DecodeConfig.DEFAULT,
                        false,
                        Optional.empty(),
                        0);
        long startNs = System.nanoTime();
        long peakBytes = 0;
        try (DecoderChild child = decoders.start(order, Optional.of(file), reports::add)) {
            Optional<ChildExit> exit = Optional.empty();
            while (exit.isEmpty() && System.nanoTime() - startNs < LIMIT_NS) {
                peakBytes = Math.max(peakBytes, peakBytes(child.pid()));
                exit = await(child);
            }
            assertThat(exit.map(ChildExit::kind))
                    .as("%s: %s", file.getFileName(), exit)
                    .contains(ChildExit.Kind.FINISHED);
        } catch (UnreadableFileException e) {
            return new Outcome(kind(e.failed(), List.of()), List.of(), 0, 0);
        }
        DecoderReport last = reports.get(reports.size() - 1);
        return new Outcome(
                kind(((DecoderReport.Ended) last).result(), segments(reports)),
                reports,
                peakBytes,
                System.nanoTime() - startNs);
    }

    private static Optional<ChildExit> await(DecoderChild child) throws Exception {
        try {
            return Optional.of(child.exit().get(20, TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        }
    }

    private static List<Segment> segments(List<DecoderReport> reports) {
        return reports.stream()
                .filter(DecoderReport.Decoded.class::isInstance)
                .map(report -> ((DecoderReport.Decoded) report).segment())
                .toList();
    }

    /** Of the process and what it started: the most that any has had in memory so far. */
    private static long peakBytes(long pid) {
        Optional<ProcessHandle> process = ProcessHandle.of(pid);
        return Stream.concat(process.stream(), process.stream().flatMap(ProcessHandle::descendants))
                .mapToLong(each -> statusBytes(each.pid(), "VmHWM:"))
                .max()
                .orElse(0);
    }

    private static long statusBytes(long pid, String name) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
            return lines.filter(line -> line.startsWith(name))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
                    .findFirst()
                    .orElse(0);
        } catch (IOException | java.io.UncheckedIOException e) {
            return 0; // it has ended
        }
    }

    /** Segments and holes leave no time out that lies before the end, and tell none twice. */
    private static void assertTold(String name, Outcome outcome) {
        long reachedUs = 0;
        long sequence = -1;
        for (DecoderReport report : outcome.reports()) {
            TimeSpan span = null;
            if (report instanceof DecoderReport.Hole hole) {
                span = hole.span();
            } else if (report instanceof DecoderReport.Decoded decoded) {
                span = decoded.segment().span();
                assertThat(decoded.segment().sequence()).as(name).isGreaterThan(sequence);
                sequence = decoded.segment().sequence();
            }
            if (span != null) {
                assertThat(span.startUs()).as(name).isEqualTo(reachedUs);
                reachedUs = span.endUs();
            }
        }
        boolean refused = !List.of("READ", "DAMAGED").contains(outcome.kind());
        long last = segments(outcome.reports()).stream().filter(Segment::last).count();
        assertThat(last).as(name).isEqualTo(refused || sequence < 0 ? 0 : 1);
    }
}
