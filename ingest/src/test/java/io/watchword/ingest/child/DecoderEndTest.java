package io.watchword.ingest.child;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.contract.ErrorCode;
import io.watchword.ingest.decode.DecodeConfig;
import io.watchword.ingest.decode.DecodeOrder;
import io.watchword.ingest.decode.DecoderReport;
import io.watchword.ingest.decode.ReadResult;
import io.watchword.ingest.segment.SegmentOrigin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(90)
class DecoderEndTest {
    private static final DecodeOrder ORDER =
            new DecodeOrder(
                    new SegmentOrigin("s", "", "s"),
                    DecodeConfig.DEFAULT,
                    true,
                    Optional.empty(),
                    0);

    @SuppressWarnings("NullAway.Init") // by JUnit
    @TempDir
    Path folder;

    private static DecoderChild waiting() throws IOException {
        DecoderChild child = Launchers.usual().start(ORDER, Optional.empty(), new Told());
        await(() -> decoder(child).isPresent(), "the decoder runs");
        return child;
    }

    /** The java in the sandbox. */
    private static Optional<ProcessHandle> decoder(DecoderChild child) {
        ProcessHandle outer = ProcessHandle.of(child.pid()).orElseThrow();
        return java.util.stream.Stream.concat(
                        java.util.stream.Stream.of(outer), outer.descendants())
                .filter(p -> p.info().command().filter(c -> c.endsWith("/java")).isPresent())
                .findFirst();
    }

    static void await(BooleanSupplier condition, String what) {
        long deadlineNs = System.nanoTime() + SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadlineNs);
            java.util.concurrent.locks.LockSupport.parkNanos(MILLISECONDS.toNanos(5));
        }
    }

    private static void signal(String signal, ProcessHandle process) throws IOException {
        Process kill = new ProcessBuilder("kill", signal, Long.toString(process.pid())).start();
        assertThat(kill.onExit().join().exitValue()).isZero();
    }

    @Test
    void saysThatADecoderWasKilled() throws Exception {
        try (DecoderChild child = waiting()) {
            signal("-KILL", decoder(child).orElseThrow());

            ChildExit exit = child.exit().get(20, SECONDS);

            assertThat(exit)
                    .isEqualTo(new ChildExit(137, ChildExit.Kind.CRASHED, "ended by signal 9"));
        }
    }

    @Test
    void saysThatADecoderCrashed() throws Exception {
        try (DecoderChild child = waiting()) {
            signal("-SEGV", decoder(child).orElseThrow());

            ChildExit exit = child.exit().get(20, SECONDS);

            assertThat(exit.kind()).isEqualTo(ChildExit.Kind.CRASHED);
            assertThat(exit.detail()).startsWith("ended by signal");
        }
    }

    @Test
    void endsADecoderThatStandsStill() throws Exception {
        try (DecoderChild child = waiting()) {
            List<ProcessHandle> all =
                    ProcessHandle.of(child.pid()).orElseThrow().descendants().toList();
            signal("-STOP", decoder(child).orElseThrow());
            long startNs = System.nanoTime();

            child.terminate();
            ChildExit exit = child.exit().get(20, SECONDS);

            assertThat(exit.kind()).isEqualTo(ChildExit.Kind.TERMINATED);
            assertThat(System.nanoTime() - startNs)
                    .isLessThan(Launchers.GRACE.toNanos() + SECONDS.toNanos(3));
            await(() -> all.stream().noneMatch(ProcessHandle::isAlive), "all of it is gone");
        }
    }

    @Test
    void endsADecoderThatWaits() throws Exception {
        try (DecoderChild child = waiting()) {
            child.terminate();

            assertThat(child.exit().get(20, SECONDS).kind()).isEqualTo(ChildExit.Kind.TERMINATED);
            child.close(); // again does nothing
        }
    }

    @Test
    void endsADecoderThatHasHardlyStarted() throws Exception {
        for (int i = 0; i < 20; i++) {
            DecoderChild child = Launchers.usual().start(ORDER, Optional.empty(), new Told());

            child.terminate();

            assertThat(child.exit().get(20, SECONDS).kind()).isEqualTo(ChildExit.Kind.TERMINATED);
        }
    }

    @Test
    void finishesADecoderToWhichNothingCame() throws Exception {
        Told told = new Told();
        try (DecoderChild child = Launchers.usual().start(ORDER, Optional.empty(), told)) {
            child.finish();

            assertThat(child.exit().get(20, SECONDS).kind()).isEqualTo(ChildExit.Kind.FINISHED);
            assertThat(told.reports())
                    .containsExactly(
                            new DecoderReport.Ended(
                                    new ReadResult.Failed(
                                            ErrorCode.UNREADABLE, "nothing came", 0)));
        }
    }

    @Test
    void refusesInputOnceTheDecoderIsGone() throws Exception {
        try (DecoderChild child = waiting()) {
            child.terminate();
            child.exit().get(20, SECONDS);

            assertThat(
                            org.assertj.core.api.Assertions.catchThrowable(
                                    () -> child.input().media(new byte[100_000], 0, 100_000)))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void endsWithItsParent() throws Exception {
        for (String sandbox : List.of("auto", "off")) {
            Process parent =
                    new ProcessBuilder(
                                    Path.of(System.getProperty("java.home"), "bin", "java")
                                            .toString(),
                                    "-cp",
                                    System.getProperty("java.class.path"),
                                    MortalParent.class.getName(),
                                    sandbox)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            try (java.io.BufferedReader said = parent.inputReader()) {
                assertThat(said.lines()).contains(MortalParent.READY);
            }
            List<ProcessHandle> children = parent.descendants().toList();
            assertThat(children).isNotEmpty();

            parent.destroyForcibly();

            await(
                    () -> children.stream().noneMatch(ProcessHandle::isAlive),
                    "children of a " + sandbox + " parent are gone");
        }
    }

    private ChildExit exitOf(String script, Told told) throws Exception {
        Process process = new ProcessBuilder("sh", "-c", script).start();
        try (ProcessDecoderChild child =
                new ProcessDecoderChild(process, false, Launchers.GRACE, told)) {
            return child.exit().get(20, SECONDS);
        }
    }

    @Test
    void endsADecoderThatTalksNonsense() throws Exception {
        Told told = new Told();

        ChildExit exit = exitOf("exec cat /dev/urandom", told);

        assertThat(exit.kind()).isEqualTo(ChildExit.Kind.CRASHED);
        assertThat(exit.detail()).isEqualTo("it said what is no report");
        assertThat(told.reports()).isEmpty();
    }

    @Test
    void tellsMemoryFromOtherEnds() throws Exception {
        assertThat(exitOf("exit 3", new Told()).kind()).isEqualTo(ChildExit.Kind.LIMIT);
        assertThat(exitOf("echo java.lang.OutOfMemoryError: native >&2; exit 1", new Told()).kind())
                .isEqualTo(ChildExit.Kind.LIMIT);
        assertThat(exitOf("exit 1", new Told()).kind()).isEqualTo(ChildExit.Kind.CRASHED);
        assertThat(exitOf("exit 0", new Told()).kind()).isEqualTo(ChildExit.Kind.CRASHED);
    }

    @Test
    void passesNothingOnOfWhatIsWrittenToStandardError() throws Exception {
        ChildExit exit =
                exitOf("head -c 5000000 /dev/zero >&2; echo secret >&2; exit 9", new Told());

        assertThat(exit.detail()).isEqualTo("ended with code 9 without a last report");
    }

    @Test
    void leavesNothingBehindOfManyDecoders() throws Exception {
        exitOf("exit 1", new Told());
        long threads = decoderThreads();
        long files = openFiles();

        for (int i = 0; i < 100; i++) {
            exitOf("exit 1", new Told());
            Process process = new ProcessBuilder("cat").start();
            new ProcessDecoderChild(process, false, Launchers.GRACE, new Told()).close();
        }

        await(() -> decoderThreads() <= threads, "threads are back to " + threads);
        await(() -> openFiles() <= files + 3, "files are back to " + files);
    }

    private static long decoderThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("decoder-"))
                .filter(thread -> !thread.getName().equals("decoder-starter"))
                .count();
    }

    private static long openFiles() {
        String[] files = Path.of("/proc/self/fd").toFile().list();
        return files == null ? 0 : files.length;
    }

    @Test
    void refusesWhatIsNoFile() throws Exception {
        Path pipe = folder.resolve("pipe.mp4");
        assertThat(
                        new ProcessBuilder("mkfifo", pipe.toString())
                                .start()
                                .onExit()
                                .join()
                                .exitValue())
                .isZero();

        Throwable refused =
                org.assertj.core.api.Assertions.catchThrowable(
                        () -> Launchers.usual().start(ORDER, Optional.of(pipe), new Told()));

        assertThat(refused)
                .isInstanceOfSatisfying(
                        UnreadableFileException.class,
                        e -> assertThat(e.failed().code()).isEqualTo(ErrorCode.UNREADABLE));
    }

    @Test
    void saysWhatIsNoMedia() throws Exception {
        Path zip = folder.resolve("renamed.mp4");
        Files.write(zip, new byte[] {'P', 'K', 3, 4, 20, 0, 0, 0, 8, 0, 1, 2, 3, 4, 5, 6});
        Told told = new Told();
        DecodeOrder order =
                new DecodeOrder(ORDER.origin(), ORDER.config(), false, Optional.empty(), 0);

        try (DecoderChild child = Launchers.usual().start(order, Optional.of(zip), told)) {
            assertThat(child.exit().get(20, SECONDS).kind()).isEqualTo(ChildExit.Kind.FINISHED);
        }

        assertThat(told.all(DecoderReport.Ended.class))
                .singleElement()
                .extracting(DecoderReport.Ended::result)
                .isInstanceOfSatisfying(
                        ReadResult.Failed.class,
                        failed -> assertThat(failed.code()).isEqualTo(ErrorCode.UNREADABLE));
    }
}
