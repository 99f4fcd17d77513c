package io.watchword.deploy.ingest;

import io.watchword.deploy.metrics.StreamMetrics;
import io.watchword.ingest.IngestConfig;
import io.watchword.ingest.source.Secrets;
import java.nio.file.Path;
import java.util.Optional;

/** Starts what reads the streams of topic {@code streams}. */
@FunctionalInterface
public interface IngestStarter {
    /**
     * What it needs.
     *
     * @param workerId names this worker among those that share the streams
     * @param data directory of this run; recordings go there unless configured otherwise
     */
    record Request(
            String bootstrapServers,
            String workerId,
            IngestConfig config,
            Path data,
            Secrets secrets,
            StreamMetrics metrics) {}

    /** Returns when it watches the topic. */
    Ingest start(Request request) throws Exception;

    /** The worker, running. */
    interface Ingest extends AutoCloseable {
        /** What stopped it although it should still run, or empty. A stream that fails is none. */
        Optional<String> failure();
    }
}
