package io.watchword.ingest.kafka;

import io.watchword.contract.Gap;
import io.watchword.contract.StreamProgress;
import io.watchword.contract.StreamSpec;
import io.watchword.contract.StreamVitals.State;
import io.watchword.ingest.IngestConfig;
import io.watchword.ingest.ProfileConfig;
import io.watchword.ingest.child.DecoderChild;
import io.watchword.ingest.child.ShedLevel;
import io.watchword.ingest.decode.DecodeOrder;
import io.watchword.ingest.decode.DecoderReport;
import io.watchword.ingest.fetch.FetchResult;
import io.watchword.ingest.fetch.Fetcher;
import io.watchword.ingest.record.RecordedFile;
import io.watchword.ingest.record.StreamRecording;
import io.watchword.ingest.segment.SegmentOrigin;
import io.watchword.ingest.watch.Backoff;
import io.watchword.ingest.watch.Pacer;
import io.watchword.ingest.watch.StreamClock;
import io.watchword.ingest.watch.StreamMeter;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches one live source for as long as it is wanted: connects, and connects again. Owns a thread,
 * a sender, and in each connection a decoder process.
 */
final class LiveRun implements StreamRun, LiveConnection.Watcher {
    private static final Logger logger = LoggerFactory.getLogger(LiveRun.class);
    private static final Duration DRAIN = Duration.ofSeconds(3);
    private static final LiveConnection.Outcome INTERNAL =
            new LiveConnection.Outcome(
                    FetchResult.Kind.UNREACHABLE,
                    Gap.Reason.DECODER,
                    "internal failure, see the log",
                    Duration.ZERO);

    private final StreamSpec spec;
    private final String source;
    private final WorkerParts parts;
    private final ProfileConfig profile;
    private final StreamMeter meter;
    private final StatusReporter status;
    private final Pacer pacer;
    private final StreamClock clock;
    private final LiveStream stream;
    private final StreamRecording recording;
    private final Backoff backoff;
    private final Thread thread;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile boolean removed;
    private volatile @Nullable LiveConnection connection;
    private boolean retried;

    LiveRun(StreamSpec spec, StreamProgress from, RunTools tools) {
        this.spec = spec;
        this.source = tools.display(spec);
        this.parts = tools.parts();
        this.profile = parts.config().profile(spec.profile());
        this.pacer = tools.pacer();
        this.meter = tools.meter();
        long nowNs = System.nanoTime();
        this.clock = new StreamClock(from.originUnixUs(), tools.unixUs(), nowNs);
        this.stream =
                new LiveStream(
                        from,
                        source,
                        clock,
                        tools.progressLog(),
                        parts.metrics(),
                        told -> tools.liveSender(spec.streamId(), told));
        this.status = tools.status(spec.streamId(), source, meter, stream.ledger(), clock);
        this.recording =
                new StreamRecording(parts.media(), spec.streamId(), InstantSource.system());
        this.backoff = new Backoff(parts.config().live(), tools.random());
        this.thread = new Thread(this::watch, "stream " + spec.streamId());
        thread.setDaemon(true);
        thread.start();
    }

    private void watch() {
        try {
            while (!stopped()) {
                status.state(State.CONNECTING, "", 0);
                if (awaitPlace()) {
                    return;
                }
                if (attempt()) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) { // the boundary of the thread
            logger.atError()
                    .addKeyValue("streamId", spec.streamId())
                    .setCause(e)
                    .log("stream is watched no more");
            status.state(State.FAILED, "internal failure, see the log", 0);
        } finally {
            finish();
        }
    }

    /** Returns whether it was the last. */
    private boolean attempt() throws InterruptedException {
        LiveConnection.Outcome outcome;
        try {
            outcome = connect();
        } catch (IllegalArgumentException e) { // a secret or an option is missing
            Duration wait = parts.config().live().authBackoff();
            backOff(String.valueOf(e.getMessage()), wait);
            return await(wait);
        } catch (RuntimeException e) { // the boundary: one connection must not end the stream
            logger.atError()
                    .addKeyValue("streamId", spec.streamId())
                    .setCause(e)
                    .log("connection failed within");
            outcome = INTERNAL;
        }
        stream.disconnected(outcome.reason(), outcome.detail());
        if (outcome.kind() == FetchResult.Kind.ENDED && !stopped()) {
            done();
        }
        return stopped() || outcome.kind() == FetchResult.Kind.ENDED || waitAfter(outcome);
    }

    private LiveConnection.Outcome connect() throws InterruptedException {
        Fetcher fetcher = parts.fetchers().open(spec, parts.secrets());
        if (retried) {
            parts.metrics().reconnected(spec.streamId(), "retry");
        }
        retried = true;
        meter.connected(System.nanoTime());
        stream.connecting();
        try (LiveConnection current =
                new LiveConnection(parts.config().live(), fetcher, profile.mayShed())) {
            connection = current;
            if (stopped()) {
                current.close();
            }
            return current.run(() -> start(current), this, spec.streamId());
        } finally {
            connection = null;
            level(ShedLevel.NOTHING);
            recording.breakOff();
        }
    }

    private DecoderChild start(LiveConnection current) throws IOException {
        IngestConfig config = parts.config();
        DecodeOrder order =
                new DecodeOrder(
                        new SegmentOrigin(spec.streamId(), "live", source),
                        config.decode(spec.profile()),
                        true,
                        Optional.empty(),
                        profile.record() ? config.recording().fileLength().toNanos() / 1000 : 0);
        return parts.decoders().start(order, Optional.empty(), report -> take(current, report));
    }

    /** By the decoder's reader thread. */
    private void take(LiveConnection current, DecoderReport report) {
        if (Thread.currentThread().isInterrupted()) {
            return; // Kafka is away and the connection over: a gap will tell of the rest
        }
        try {
            current.report(report);
            stream.report(report);
            if (report instanceof DecoderReport.Recorded recorded) {
                record(recorded);
            } else if (report instanceof DecoderReport.Run) {
                meter.epoch(stream.epoch());
            } else if (report instanceof DecoderReport.Progress progress) {
                long nowNs = System.nanoTime();
                meter.progress(progress, clock.unixUs(nowNs), nowNs);
            }
        } catch (KafkaException e) { // another worker has the stream
            current.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void record(DecoderReport.Recorded recorded) {
        StreamRecording.Place place =
                new StreamRecording.Place(
                        stream.epoch(), stream.epochStartUs(), clock.originUnixUs());
        Optional<RecordedFile> unused = recording.take(recorded, place);
    }

    private boolean waitAfter(LiveConnection.Outcome outcome) throws InterruptedException {
        Duration wait = backoff.ended(outcome.kind(), outcome.healthy());
        logger.atInfo()
                .addKeyValue("streamId", spec.streamId())
                .addKeyValue("kind", outcome.kind())
                .addKeyValue("detail", outcome.detail())
                .addKeyValue("retryInMs", wait.toMillis())
                .log("connection ended");
        if (outcome.reason() == Gap.Reason.DECODER || outcome.reason() == Gap.Reason.STALLED) {
            parts.metrics()
                    .decoderRestarted(
                            spec.streamId(),
                            outcome.reason().name().toLowerCase(java.util.Locale.ROOT));
        }
        if (outcome.kind() == FetchResult.Kind.FORBIDDEN_ADDRESS) {
            parts.metrics().addressDenied(spec.streamId());
        }
        backOff(reason(outcome), wait);
        return await(wait);
    }

    private void backOff(String why, Duration wait) {
        long nextUnixUs = clock.unixUs(System.nanoTime()) + wait.toNanos() / 1000;
        status.state(State.BACKING_OFF, why, nextUnixUs);
    }

    private static String reason(LiveConnection.Outcome outcome) {
        return outcome.kind() == FetchResult.Kind.UNAUTHENTICATED
                ? "name or password refused: " + outcome.detail()
                : outcome.detail();
    }

    private void done() {
        stream.end();
        status.state(State.DONE, "", 0);
    }

    private void finish() {
        try {
            if (removed) {
                stream.end();
            }
            recording.close();
            boolean unused = stream.sender().drain(DRAIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            status.close();
            stream.sender().close();
        }
    }

    @Override
    public void live() {
        status.state(
                State.LIVE, recording.problem().map(why -> "not recorded: " + why).orElse(""), 0);
    }

    @Override
    public void stalled() {
        long silentS = parts.config().live().stallTimeout().toSeconds() / 2;
        status.state(State.STALLED, "no frame for " + silentS + " s", 0);
    }

    @Override
    public void level(ShedLevel level) {
        meter.level(level);
        stream.shedding(level == ShedLevel.PAUSED);
    }

    @Override
    public double pressure() {
        return stream.sender().pressure();
    }

    private boolean stopped() {
        return stopping.getCount() == 0;
    }

    /** Until this worker may make one more connection; returns whether it was stopped meanwhile. */
    private boolean awaitPlace() throws InterruptedException {
        try {
            Duration wait = pacer.take(this, System.nanoTime());
            while (!wait.isZero()) {
                if (await(wait)) {
                    return true;
                }
                wait = pacer.take(this, System.nanoTime());
            }
        } finally {
            pacer.leave(this);
        }
        return stopped();
    }

    /** Returns whether it was stopped meanwhile. */
    private boolean await(Duration time) throws InterruptedException {
        return stopping.await(time.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void stop(boolean forGood) {
        removed = forGood;
        stopping.countDown();
        LiveConnection current = connection;
        if (current != null) {
            current.close();
        }
    }

    @Override
    public void close() {
        stop(removed);
        StreamThreads.join(thread, Duration.ofSeconds(15));
    }
}
