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
            Map<String, StreamSpec> known = known();
            boolean more = true;
            while (more && !stopping.await(0, TimeUnit.MILLISECONDS)) {
                try {
                    more = scan(scan, known, watch, status);
                } catch (IOException e) {
                    status.state(State.STALLED, "the folder cannot be read", 0);
                }
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
        } catch (KafkaException e) {
            logger.atWarn()
                    .addKeyValue("streamId", spec.streamId())
                    .addKeyValue("detail", e.getMessage())
                    .log("folder is watched no more");
        }
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
        for (FolderScan.FoundFile file : found.settled()) {
            StreamSpec before = known.get(file.path().toString());
            if (before == null || !file.stamp().equals(before.options().get("stamp"))) {
                StreamSpec added = specOf(file);
                streams.add(added);
                known.put(added.source(), added);
            }
        }
        status.emitted(known.size());
        boolean more = watch || found.unsettled() > 0;
        status.state(more ? State.LIVE : State.DONE, known.size() + " files", 0);
        return more;
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
