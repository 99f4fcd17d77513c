package io.watchword.ingest.kafka;

import static java.util.Objects.requireNonNull;

import io.watchword.contract.StreamSpec;
import io.watchword.contract.StreamVitals.State;
import io.watchword.ingest.source.FileIdentity;
import io.watchword.ingest.source.FolderScan;
import io.watchword.ingest.source.SourceUri;
import io.watchword.ingest.watch.Ledger;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the files of a folder and adds them as streams; with option {@code watch} for as long as
 * the folder is wanted, else once. Removing the folder removes its files' streams.
 */
final class FolderRun implements StreamRun {
    private static final Logger logger = LoggerFactory.getLogger(FolderRun.class);
    private static final Duration EVERY = Duration.ofSeconds(2);

    private final StreamSpec spec;
    private final RunTools tools;
    private final StreamsTopic streams;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread;
    private @Nullable Map<String, StreamSpec> known; // the thread's own; null: not yet read
    private volatile boolean removed;

    FolderRun(StreamSpec spec, RunTools tools, StreamsTopic streams) {
        this.spec = spec;
        this.tools = tools;
        this.streams = streams;
        this.thread = new Thread(this::look, "folder " + spec.streamId());
        thread.setDaemon(true);
        thread.start();
    }

    private void look() {
        boolean watch = Boolean.parseBoolean(spec.options().getOrDefault("watch", "false"));
        FolderScan scan = new FolderScan(SourceUri.parse(spec.source()).path().orElseThrow());
        try (StatusReporter status =
                tools.status(
                        spec.streamId(), tools.display(spec), tools.meter(), new Ledger(0), null)) {
            boolean more = true;
            while (more && !stopped()) {
                more = look(scan, watch, status);
                if (more && stopping.await(EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                    break;
                }
            }
            if (removed) {
                for (StreamSpec file : known().values()) {
                    streams.remove(file.streamId());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) { // the boundary of the thread
            logger.atError()
                    .addKeyValue("streamId", spec.streamId())
                    .setCause(e)
                    .log("files of a removed folder may be left");
        }
    }

    /** Looks once; whatever goes wrong, the next look may go well. */
    private boolean look(FolderScan scan, boolean watch, StatusReporter status) {
        try {
            if (known == null) {
                known = known();
            }
            return scan(scan, known, watch, status);
        } catch (IOException e) {
            status.state(State.STALLED, "the folder cannot be read", 0);
        } catch (KafkaException e) {
            status.state(State.STALLED, "Kafka does not take streams", 0);
        } catch (RuntimeException e) { // the boundary: a file must not end the folder
            logger.atError().addKeyValue("streamId", spec.streamId()).setCause(e).log("no look");
            status.state(State.STALLED, "internal failure, see the log", 0);
        }
        return true;
    }

    private boolean stopped() {
        return stopping.getCount() == 0;
    }

    /** The files that were added before, by path. */
    private Map<String, StreamSpec> known() {
        Map<String, StreamSpec> files = new HashMap<>();
        for (StreamSpec stream : streams.all().specs().values()) {
            if (stream.folder().equals(Optional.of(spec.streamId()))) {
                files.put(stream.source(), stream);
            }
        }
        return files;
    }

    /** Returns whether there may be more to find. */
    private boolean scan(
            FolderScan scan, Map<String, StreamSpec> known, boolean watch, StatusReporter status)
            throws IOException {
        FolderScan.Found found = scan.look();
        int unreadable = 0;
        for (FolderScan.FoundFile file : found.settled()) {
            StreamSpec before = known.get(file.path().toString());
            boolean same = before != null && file.stamp().equals(before.options().get("stamp"));
            if (!same && !stopped()) {
                unreadable += add(file, known) ? 0 : 1;
            }
        }
        status.emitted(known.size());
        boolean more = watch || found.unsettled() > 0;
        String files = known.size() + " files";
        status.state(
                more ? State.LIVE : State.DONE,
                unreadable == 0 ? files : files + ", " + unreadable + " cannot be read",
                0);
        return more;
    }

    /** Returns whether it could be read: it may be gone again, or be somebody else's. */
    private boolean add(FolderScan.FoundFile file, Map<String, StreamSpec> known) {
        try {
            StreamSpec added = specOf(file);
            streams.add(added);
            known.put(added.source(), added);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private StreamSpec specOf(FolderScan.FoundFile file) throws IOException {
        FileIdentity identity = FileIdentity.of(file.path());
        Map<String, String> options = new LinkedHashMap<>();
        options.put(FileIdentity.OPTION, identity.sha256());
        options.put("stamp", file.stamp());
        return new StreamSpec(
                identity.streamId(),
                requireNonNull(file.path()).toString(),
                spec.profile(),
                options,
                List.of(),
                Optional.of(spec.streamId()),
                spec.owner());
    }

    @Override
    public void stop(boolean forGood) {
        removed = forGood;
        stopping.countDown();
    }

    @Override
    public void close() {
        stop(removed);
        StreamThreads.join(thread, Duration.ofSeconds(15));
    }
}
