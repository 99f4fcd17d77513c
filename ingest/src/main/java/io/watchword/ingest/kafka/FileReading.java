package io.watchword.ingest.kafka;

import io.watchword.contract.ErrorCode;
import io.watchword.contract.StreamProgress;
import io.watchword.contract.StreamStatus;
import io.watchword.contract.StreamVitals.State;
import io.watchword.ingest.IngestMetrics;
import io.watchword.ingest.child.ChildExit;
import io.watchword.ingest.child.DecoderChild;
import io.watchword.ingest.child.DecoderLauncher;
import io.watchword.ingest.child.UnreadableFileException;
import io.watchword.ingest.decode.DecodeConfig;
import io.watchword.ingest.decode.DecodeOrder;
import io.watchword.ingest.decode.DecoderReport;
import io.watchword.ingest.decode.ReadResult;
import io.watchword.ingest.segment.SegmentOrigin;
import io.watchword.ingest.watch.StreamMeter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Reads one file to its end, in decoder processes, and sends what they say. A segment that ends the
 * decoder again and again is left out: a dead letter and a gap tell of it, and reading goes on
 * behind it. Used once, by one thread; {@link #stop} may be called by another.
 */
final class FileReading {
    private static final int MAX_POISON_IN_A_ROW = 10;
    private static final long TICK_MS = 100;
    private static final Duration DRAIN_TICK = Duration.ofMillis(200);
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    /**
     * A file, and where to go on.
     *
     * @param maxFailures times a segment may end the decoder
     * @param maxSilence longest time without a word from a decoder that is not made to wait
     */
    record Job(
            Path file,
            SegmentOrigin origin,
            DecodeConfig config,
            StreamProgress from,
            int maxFailures,
            Duration maxSilence) {}

    private final Job job;
    private final DecoderLauncher decoders;
    private final ProgressLog progressLog;
    private final IngestMetrics metrics;
    private final StreamMeter meter;
    private final FileStream stream;
    private final StatusReporter status;
    private volatile boolean stopped;
    private volatile @Nullable DecoderChild child;
    private volatile @Nullable ReadResult result;
    private volatile long heardNs;

    FileReading(
            Job job,
            DecoderLauncher decoders,
            ProgressLog progressLog,
            IngestMetrics metrics,
            StreamMeter meter,
            FileStream stream,
            StatusReporter status) {
        this.job = job;
        this.decoders = decoders;
        this.progressLog = progressLog;
        this.metrics = metrics;
        this.meter = meter;
        this.stream = stream;
        this.status = status;
    }

    /**
     * Reads to the end; empty when it was stopped before.
     *
     * @throws KafkaException if Kafka does not take what was read
     * @throws IOException if no decoder can be started
     */
    Optional<ReadResult> run() throws InterruptedException, IOException {
        int poisoned = 0;
        while (!stopped) {
            progressLog.write(stream.progress().attempted()); // before it begins
            long before = stream.progress().now().nextSequence();
            ChildExit exit;
            try {
                exit = readOnce();
            } catch (UnreadableFileException e) {
                return finish(e.failed());
            }
            stream.checkTaken();
            if (stopped) {
                return Optional.empty();
            }
            ReadResult said = result;
            if (exit.kind() == ChildExit.Kind.FINISHED && said != null) {
                return finish(said);
            }
            metrics.decoderRestarted(
                    job.origin().streamId(), exit.kind().name().toLowerCase(Locale.ROOT));
            StreamProgress at = stream.progress().now();
            poisoned = at.nextSequence() > before ? 0 : poisoned;
            if (at.attempts() >= job.maxFailures()) {
                if (!stream.decodedAny() || ++poisoned > MAX_POISON_IN_A_ROW) {
                    return finish(broken(exit));
                }
                stream.poison(exit.detail());
            }
        }
        return Optional.empty();
    }

    private ReadResult.Failed broken(ChildExit exit) {
        return new ReadResult.Failed(
                ErrorCode.POISON,
                job.file().getFileName() + ": it ends the decoder: " + exit.detail(),
                stream.sent());
    }

    private ChildExit readOnce() throws IOException, InterruptedException {
        StreamProgress at = stream.progress().now();
        Optional<DecodeOrder.Resume> resume =
                at.nextSequence() == 0
                        ? Optional.empty()
                        : Optional.of(
                                new DecodeOrder.Resume(
                                        at.nextSequence(), at.originPtsUs(), at.seekable()));
        DecodeOrder order = new DecodeOrder(job.origin(), job.config(), false, resume, 0);
        result = null;
        heardNs = System.nanoTime();
        meter.connected(heardNs);
        try (DecoderChild reading = decoders.start(order, Optional.of(job.file()), this::take)) {
            child = reading;
            ChildExit exit = awaitExit(reading);
            settle();
            return exit;
        } finally {
            child = null;
        }
    }

    /** What Kafka has by now need not be read again. */
    private void settle() throws InterruptedException {
        long endNs = System.nanoTime() + job.maxSilence().toNanos();
        boolean settled = stream.drain(DRAIN_TICK);
        while (!settled && !stopped && System.nanoTime() - endNs < 0) {
            settled = stream.drain(DRAIN_TICK);
        }
        if (stopped) {
            boolean unused = stream.drain(LAST_WORDS);
        }
    }

    private ChildExit awaitExit(DecoderChild reading) throws InterruptedException {
        while (true) {
            try {
                return reading.exit().get(TICK_MS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                boolean silent = System.nanoTime() - heardNs > job.maxSilence().toNanos();
                if (stopped || stream.isLost() || (silent && !stream.waits())) {
                    reading.close(); // also when its last report waits for Kafka
                }
            } catch (ExecutionException e) {
                throw new IllegalStateException(e.getCause());
            }
        }
    }

    /** By the decoder's reader thread. */
    private void take(DecoderReport report) {
        if (Thread.currentThread().isInterrupted()) {
            return; // it was stopped while Kafka was away: what comes is read again
        }
        try {
            if (report instanceof DecoderReport.Opened opened) {
                status.duration(opened.info().durationUs());
                status.state(State.LIVE, "", 0);
            } else if (report instanceof DecoderReport.Progress now) {
                meter.progress(now, 0, System.nanoTime());
            } else if (report instanceof DecoderReport.Ended ended) {
                result = named(ended.result());
            }
            stream.report(report);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        heardNs = System.nanoTime();
    }

    /** A decoder does not know what the file it reads is called. */
    private ReadResult named(ReadResult said) {
        return said instanceof ReadResult.Failed failed
                ? new ReadResult.Failed(
                        failed.code(),
                        job.file().getFileName() + ": " + failed.detail(),
                        failed.segments())
                : said;
    }

    /** Empty when it was stopped before Kafka had everything: then the file is not done. */
    private Optional<ReadResult> finish(ReadResult said) throws InterruptedException {
        if (said instanceof ReadResult.Failed && stream.sent() > 0) {
            stream.end(); // so that the stages after this one do not wait for more
        }
        while (!stream.drain(DRAIN_TICK)) {
            stream.checkTaken();
            if (stopped) {
                return Optional.empty();
            }
        }
        stream.checkTaken();
        progressLog.write(stream.progress().ended());
        if (said instanceof ReadResult.Failed failed) {
            status.failed(new StreamStatus.Failure(failed.code(), failed.detail()));
        } else {
            status.state(State.DONE, "", 0);
        }
        return Optional.of(said);
    }

    /** Ends the reading soon; what was acknowledged stays. */
    void stop() {
        stopped = true;
        DecoderChild reading = child;
        if (reading != null) {
            reading.terminate();
        }
    }
}
