package io.watchword.ingest.child;

import io.watchword.contract.Decoded;
import io.watchword.ingest.decode.DecoderReport;
import io.watchword.ingest.fetch.MediaSink;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A decoder process with two threads of ours: one hands its reports on, one drains its standard
 * error. Both end with it.
 */
final class ProcessDecoderChild implements DecoderChild {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessDecoderChild.class);
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int SIGNAL_BASE = 128;
    private static final long RETRY_NS = 10_000_000;

    /** Longest wait for what takes the last reports, beyond the decoder's own end. */
    private static final Duration REPORTS = Duration.ofSeconds(3);

    private final Process process;
    private final Duration grace;
    private final Consumer<DecoderReport> reports;
    private final KernelKills kills;
    private final StderrTail stderr;
    private final @Nullable ChildInput input;
    private final Thread reader;
    private final Thread drain;
    private final CompletableFuture<ChildExit> exit = new CompletableFuture<>();
    private volatile boolean terminated;

    ProcessDecoderChild(
            Process process, boolean file, Duration grace, Consumer<DecoderReport> reports) {
        this.process = process;
        this.grace = grace;
        this.reports = reports;
        this.kills = KernelKills.now();
        this.stderr = new StderrTail(process.getErrorStream());
        this.input = file ? null : new ChildInput(process.getOutputStream());
        this.reader = thread("decoder-reports-", this::read);
        this.drain = thread("decoder-stderr-", stderr);
        drain.start();
        reader.start();
    }

    private Thread thread(String name, Runnable work) {
        Thread thread = new Thread(work, name + process.pid());
        thread.setDaemon(true);
        return thread;
    }

    private void read() {
        boolean ended = false;
        Optional<String> wrong = Optional.empty();
        try (DataInputStream in =
                new DataInputStream(
                        new BufferedInputStream(process.getInputStream(), BUFFER_BYTES))) {
            Optional<Decoded<DecoderReport>> next = ReportCodec.read(in);
            while (next.isPresent() && wrong.isEmpty()) {
                if (next.get() instanceof Decoded.Valid<DecoderReport> valid && !ended) {
                    ended = valid.value() instanceof DecoderReport.Ended;
                    reports.accept(valid.value());
                    next = ReportCodec.read(in);
                } else {
                    wrong = Optional.of("it said what is no report");
                }
            }
        } catch (IOException e) {
            wrong = Optional.of("its reports broke off");
        } catch (RuntimeException | Error e) { // the boundary of the thread: who waits must know
            LOG.atError().setCause(e).addKeyValue("pid", pid()).log("a report was not taken");
            wrong = Optional.of("a report was not taken");
        }
        if (wrong.isPresent()) {
            kill(tree());
        }
        exit.complete(ending(ended && wrong.isEmpty(), wrong));
    }

    /** Waits for the process, which has no more to say. */
    private ChildExit ending(boolean ended, Optional<String> wrong) {
        int code = await();
        if (ended && code == 0) {
            return new ChildExit(code, ChildExit.Kind.FINISHED, "");
        }
        if (terminated) {
            return new ChildExit(code, ChildExit.Kind.TERMINATED, "we ended it");
        }
        if (wrong.isPresent()) {
            return new ChildExit(code, ChildExit.Kind.CRASHED, wrong.get());
        }
        if (code == ChildCommand.EXIT_MEMORY
                || stderr.saysOutOfMemory()
                || (code == SIGNAL_BASE + 9 && kills.more())) {
            return new ChildExit(code, ChildExit.Kind.LIMIT, "it took more memory than it may");
        }
        String detail =
                code > SIGNAL_BASE
                        ? "ended by signal " + (code - SIGNAL_BASE)
                        : "ended with code " + code + " without a last report";
        return new ChildExit(code, ChildExit.Kind.CRASHED, detail);
    }

    private int await() {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    if (!process.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS)) {
                        kill(tree()); // it closed its output and stays
                    }
                    int code = process.waitFor();
                    drain.join();
                    return code;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public MediaSink input() {
        if (input == null) {
            throw new IllegalStateException("this decoder reads a file");
        }
        return input;
    }

    @Override
    public void shed(ShedLevel level) {
        if (input != null) {
            input.shed(level);
        }
    }

    @Override
    public void finish() {
        if (input != null) {
            input.finish();
        }
    }

    @Override
    public void terminate() {
        terminated = true;
        ask(System.nanoTime() + grace.toNanos());
    }

    /**
     * Asks the decoder to end, once it is there. What confines it is never asked: it ends with the
     * decoder, and while it is still preparing, its end would leave a decoder that nobody knows.
     */
    private void ask(long deadlineNs) {
        List<ProcessHandle> tree = tree();
        ProcessHandle last = tree.get(tree.size() - 1);
        long leftNs = deadlineNs - System.nanoTime();
        if (!Confinement.isTool(last)) {
            last.destroy();
            later(leftNs, () -> kill(tree));
        } else if (leftNs > 0) {
            later(RETRY_NS, () -> ask(deadlineNs));
        } else {
            kill(tree);
        }
    }

    private static void later(long inNs, Runnable work) {
        CompletableFuture.delayedExecutor(inNs, TimeUnit.NANOSECONDS).execute(work);
    }

    /** The process that was started and what it started in turn, the decoder last. */
    private List<ProcessHandle> tree() {
        List<ProcessHandle> tree = new ArrayList<>();
        Optional<ProcessHandle> next = Optional.of(process.toHandle());
        while (next.isPresent()) {
            tree.add(next.get());
            next = next.get().children().findFirst();
        }
        return tree;
    }

    /** What is left of it, the decoder first: the others would leave it alone. */
    private void kill(List<ProcessHandle> tree) {
        Set<ProcessHandle> all = new LinkedHashSet<>(tree());
        all.addAll(tree);
        List<ProcessHandle> order = new ArrayList<>(all);
        Collections.reverse(order);
        order.forEach(ProcessHandle::destroyForcibly);
    }

    @Override
    public CompletableFuture<ChildExit> exit() {
        return exit;
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        if (!exit.isDone()) {
            terminate();
        }
        if (Thread.currentThread() == reader) {
            return; // a report may lead to its own decoder's end
        }
        try {
            exit.get(grace.plus(REPORTS).toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            reader.interrupt(); // whoever takes its reports waits for something else
            exit.join();
        } catch (InterruptedException e) {
            reader.interrupt();
            exit.join();
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }
}
