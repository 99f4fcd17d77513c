package io.watchword.ingest.kafka;

import io.watchword.contract.ErrorCode;
import io.watchword.contract.StreamProgress;
import io.watchword.contract.StreamSpec;
import io.watchword.contract.StreamStatus;
import io.watchword.contract.StreamVitals.State;
import io.watchword.ingest.decode.DecodeConfig;
import io.watchword.ingest.decode.ReadResult;
import io.watchword.ingest.segment.SegmentOrigin;
import io.watchword.ingest.source.FileIdentity;
import io.watchword.ingest.source.SourceUri;
import io.watchword.ingest.watch.Ledger;
import io.watchword.ingest.watch.StreamMeter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one file of an archive when its turn comes. Goes on where an earlier reading stopped. Waits
 * for Kafka as long as it takes.
 */
final class FileRun implements StreamRun {
    private static final Logger logger = LoggerFactory.getLogger(FileRun.class);
    private static final Duration AGAIN = Duration.ofSeconds(5);

    private final StreamSpec spec;
    private final RunTools tools;
    private final StreamMeter meter;
    private final DecodeConfig config;
    private final Thread thread;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile @Nullable FileReading reading;

    FileRun(StreamSpec spec, RunTools tools) {
        this.spec = spec;
        this.tools = tools;
        this.meter = tools.meter();
        this.config = tools.parts().config().decode(spec.profile());
        this.thread = new Thread(this::read, "file " + spec.streamId());
        thread.setDaemon(true);
        thread.start();
    }

    private void read() {
        try {
            while (!attempt()) {
                if (stopping.await(AGAIN.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) { // the boundary of the thread
            failed(e);
        }
    }

    private void failed(RuntimeException e) {
        logger.atError()
                .addKeyValue("streamId", spec.streamId())
                .setCause(e)
                .log("file is read no more");
        try (StatusReporter status =
                tools.status(spec.streamId(), tools.display(spec), meter, new Ledger(0), null)) {
            status.state(State.FAILED, "internal failure, see the log", 0);
        }
    }

    /** Returns whether there is nothing left to try. */
    private boolean attempt() throws InterruptedException {
        StreamProgress from = tools.progressLog().of(spec.streamId());
        Ledger ledger = new Ledger(from.reachedUs());
        try (StatusReporter status =
                tools.status(spec.streamId(), tools.display(spec), meter, ledger, null)) {
            status.emitted(from.nextSequence());
            if (from.done()) {
                status.state(State.DONE, "", 0);
                return true;
            }
            status.state(State.WAITING, "", 0);
            Semaphore slots = tools.fileSlots();
            slots.acquire();
            try {
                return stopped() || read(from, ledger, status);
            } finally {
                slots.release();
            }
        }
    }

    private boolean read(StreamProgress from, Ledger ledger, StatusReporter status)
            throws InterruptedException {
        Path file = SourceUri.parse(spec.source()).path().orElseThrow();
        try {
            SegmentOrigin origin = origin(file);
            try (FileStream stream =
                    new FileStream(
                            origin,
                            config.segmentUs(),
                            from,
                            ledger,
                            tools.progressLog(),
                            tools.parts().metrics(),
                            status::emitted,
                            told -> tools.archiveSender(spec.streamId(), told))) {
                return read(job(file, origin, from), stream, status);
            }
        } catch (IOException e) {
            status.failed(
                    new StreamStatus.Failure(
                            ErrorCode.UNREADABLE, file.getFileName() + ": cannot be read"));
            return true;
        } catch (KafkaException e) {
            logger.atWarn()
                    .addKeyValue("streamId", spec.streamId())
                    .addKeyValue("detail", e.getMessage())
                    .log("file waits for Kafka");
            status.state(State.WAITING, "Kafka does not take segments", 0);
            return false;
        }
    }

    private FileReading.Job job(Path file, SegmentOrigin origin, StreamProgress from) {
        return new FileReading.Job(
                file,
                origin,
                config,
                from,
                tools.parts().config().decoder().maxFailures(),
                tools.parts().config().live().stallTimeout());
    }

    private boolean read(FileReading.Job job, FileStream stream, StatusReporter status)
            throws InterruptedException, IOException {
        FileReading current =
                new FileReading(
                        job,
                        tools.parts().decoders(),
                        tools.progressLog(),
                        tools.parts().metrics(),
                        meter,
                        stream,
                        status);
        reading = current;
        if (stopped()) {
            current.stop();
        }
        Optional<ReadResult> result = current.run();
        reading = null;
        return result.isPresent() || stopped();
    }

    private boolean stopped() {
        return stopping.getCount() == 0;
    }

    /** Whoever added the file has hashed it, as a rule. */
    private SegmentOrigin origin(Path file) throws IOException {
        String known = spec.options().get(FileIdentity.OPTION);
        String sha256 = known == null ? FileIdentity.of(file).sha256() : known;
        return new SegmentOrigin(spec.streamId(), sha256, String.valueOf(file.getFileName()));
    }

    @Override
    public void stop(boolean removed) {
        stopping.countDown();
        FileReading current = reading;
        if (current != null) {
            current.stop();
        }
        if (current == null) {
            thread.interrupt(); // it waits for its turn
        }
    }

    @Override
    public void close() {
        stop(false);
        StreamThreads.join(thread, Duration.ofSeconds(15));
    }
}
