package io.watchword.ingest.kafka;

import io.watchword.contract.Gap;
import io.watchword.ingest.IngestConfig;
import io.watchword.ingest.child.ChildExit;
import io.watchword.ingest.child.DecoderChild;
import io.watchword.ingest.child.ShedLevel;
import io.watchword.ingest.decode.DecoderReport;
import io.watchword.ingest.decode.ReadResult;
import io.watchword.ingest.fetch.BufferedSink;
import io.watchword.ingest.fetch.FetchResult;
import io.watchword.ingest.fetch.Fetcher;
import io.watchword.ingest.watch.ShedPolicy;
import io.watchword.ingest.watch.StallWatch;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a live stream: a fetcher that brings bytes, a decoder process that takes them,
 * and a watch over both. Used once, by one thread; {@link #close} may be called by another.
 */
final class LiveConnection implements AutoCloseable {
    private static final long TICK_MS = 100;
    private static final long BUFFER_BYTES = 8L << 20;
    private static final Duration STALLED_AFTER = Duration.ofSeconds(3);

    /** How it ended. */
    record Outcome(FetchResult.Kind kind, Gap.Reason reason, String detail, Duration healthy) {}

    /** Told, once a tick, how the connection is doing. */
    interface Watcher {
        /** Frames come. */
        void live();

        void stalled(Duration silence);

        void level(ShedLevel level);

        /** How full the way to Kafka is, 0 to 1. */
        double pressure();
    }

    /** Starts the decoder; separate, so that its reports can go to whoever keeps the stream. */
    interface DecoderStart {
        DecoderChild start() throws IOException;
    }

    private final IngestConfig.Live config;
    private final Fetcher fetcher;
    private final StallWatch stall;
    private final BufferedSink buffer;
    private final ShedPolicy policy = new ShedPolicy();
    private final boolean mayShed;
    private volatile boolean closing;
    private volatile DecoderReport.@Nullable Ended ended;

    LiveConnection(IngestConfig.Live config, Fetcher fetcher, boolean mayShed) {
        this.config = config;
        this.fetcher = fetcher;
        this.mayShed = mayShed;
        this.buffer = new BufferedSink(BUFFER_BYTES, mayShed);
        this.stall = new StallWatch(config, System.nanoTime());
    }

    /** What the decoder says passes here, too. */
    void report(DecoderReport report) {
        if (report instanceof DecoderReport.Progress progress) {
            stall.decoded(progress.framesDecoded(), System.nanoTime());
        } else if (report instanceof DecoderReport.Decoded) {
            stall.decodedSome(System.nanoTime());
        } else if (report instanceof DecoderReport.Ended last) {
            ended = last;
        }
    }

    /**
     * Runs until the source ends, fails, stalls or this is closed. A decoder is started when there
     * is something to decode: a camera that is away costs no process.
     */
    Outcome run(DecoderStart decoder, Watcher watcher, String name) throws InterruptedException {
        CompletableFuture<FetchResult> fetched = new CompletableFuture<>();
        Thread fetching = start("fetch " + name, () -> fetched.complete(fetch()));
        try {
            while (!buffer.isOpened()) {
                Optional<FetchResult> refused = await(fetched);
                if (refused.isPresent() || closing) {
                    return refused.map(LiveConnection::notOpened).orElseGet(this::closed);
                }
            }
            return decode(decoder, fetched, watcher, name);
        } catch (IOException e) {
            return outcome(
                    FetchResult.Kind.UNREACHABLE,
                    Gap.Reason.DECODER,
                    "the decoder does not start: " + e.getMessage());
        } finally {
            fetcher.close();
            buffer.close();
            join(fetching);
        }
    }

    private Outcome decode(
            DecoderStart decoder,
            CompletableFuture<FetchResult> fetched,
            Watcher watcher,
            String name)
            throws IOException, InterruptedException {
        try (DecoderChild child = decoder.start()) {
            Thread feeding = start("feed " + name, () -> feed(child));
            try {
                return watch(child, fetched, watcher);
            } finally {
                fetcher.close();
                buffer.close();
                child.close();
                join(feeding);
            }
        }
    }

    private static Outcome notOpened(FetchResult result) {
        return new Outcome(result.kind(), reason(result), result.detail(), Duration.ZERO);
    }

    private static Gap.Reason reason(FetchResult result) {
        return result.kind() == FetchResult.Kind.TIMEOUT
                ? Gap.Reason.STALLED
                : Gap.Reason.DISCONNECTED;
    }

    private Outcome closed() {
        return outcome(FetchResult.Kind.CLOSED, Gap.Reason.NOT_WATCHED, "not watched");
    }

    private static Thread start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void join(Thread thread) throws InterruptedException {
        thread.join(Duration.ofSeconds(10).toMillis());
    }

    private FetchResult fetch() {
        try {
            return fetcher.run(buffer);
        } catch (RuntimeException e) { // a fetcher says what a source does and throws nothing
            return new FetchResult(FetchResult.Kind.PROTOCOL, e.getClass().getSimpleName());
        } finally {
            buffer.end();
        }
    }

    private void feed(DecoderChild child) {
        try {
            buffer.drainTo(child.input());
            child.finish();
        } catch (IOException e) {
            buffer.close(); // the decoder is gone: its exit says why
        }
    }

    private Outcome watch(
            DecoderChild child, CompletableFuture<FetchResult> fetched, Watcher watcher)
            throws InterruptedException {
        ShedLevel level = ShedLevel.NOTHING;
        while (true) {
            Optional<ChildExit> exit = await(child.exit());
            if (closing) {
                return closed();
            }
            if (exit.isPresent()) {
                return ended(exit.get(), fetched);
            }
            long nowNs = System.nanoTime();
            Optional<String> verdict = fetched.isDone() ? Optional.empty() : stall.verdict(nowNs);
            if (verdict.isPresent()) {
                child.terminate();
                return outcome(FetchResult.Kind.TIMEOUT, Gap.Reason.STALLED, verdict.get());
            }
            if (fetched.isDone()) {
                giveTime(child, watcher);
                return ended(await(child.exit()).orElse(null), fetched);
            }
            tell(watcher, nowNs);
            level = shed(child, watcher, level, nowNs);
        }
    }

    private void tell(Watcher watcher, long nowNs) {
        Duration silence = stall.silence(nowNs);
        if (stall.anyFrame() && silence.compareTo(STALLED_AFTER) < 0) {
            watcher.live();
        } else if (stall.anyFrame()) {
            watcher.stalled(silence);
        }
    }

    private ShedLevel shed(DecoderChild child, Watcher watcher, ShedLevel before, long nowNs) {
        if (!mayShed) {
            return before;
        }
        ShedLevel level = policy.observe(Math.max(buffer.pressure(), watcher.pressure()), nowNs);
        if (level != before) {
            child.shed(level);
            watcher.level(level);
        }
        return level;
    }

    /** The source is over; what is on its way through the decoder may still come out. */
    private void giveTime(DecoderChild child, Watcher watcher) throws InterruptedException {
        long lastNs = System.nanoTime();
        double before = 2;
        while (!closing && await(child.exit()).isEmpty()) {
            double pressure = buffer.pressure() + watcher.pressure();
            boolean moves = pressure < before || pressure > 0;
            lastNs = moves ? System.nanoTime() : lastNs;
            before = pressure;
            if (System.nanoTime() - lastNs > config.firstFrameTimeout().toNanos()) {
                child.terminate();
                return;
            }
        }
    }

    private static <T> Optional<T> await(CompletableFuture<T> future) throws InterruptedException {
        try {
            return Optional.of(future.get(TICK_MS, TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private Outcome ended(@Nullable ChildExit exit, CompletableFuture<FetchResult> fetched) {
        DecoderReport.Ended last = ended;
        if (exit != null && exit.kind() != ChildExit.Kind.FINISHED) {
            return outcome(
                    FetchResult.Kind.DISCONNECTED,
                    Gap.Reason.DECODER,
                    "the decoder ended: " + exit.detail());
        }
        FetchResult result =
                fetched.getNow(
                        new FetchResult(FetchResult.Kind.PROTOCOL, "it sends nothing to decode"));
        if (result.kind() == FetchResult.Kind.ENDED
                && last != null
                && last.result() instanceof ReadResult.Failed failed) {
            return outcome(FetchResult.Kind.PROTOCOL, Gap.Reason.STALLED, failed.detail());
        }
        if (!fetched.isDone() && last != null && last.result() instanceof ReadResult.Failed bad) {
            return outcome(FetchResult.Kind.PROTOCOL, Gap.Reason.STALLED, bad.detail());
        }
        return outcome(result.kind(), reason(result), result.detail());
    }

    private Outcome outcome(FetchResult.Kind kind, Gap.Reason reason, String detail) {
        return new Outcome(kind, reason, detail, stall.healthy(System.nanoTime()));
    }

    @Override
    public void close() {
        closing = true;
        fetcher.close();
        buffer.close();
    }
}
