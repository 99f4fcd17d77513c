package io.watchword.deploy.ingest;

import io.watchword.deploy.UserMistake;
import io.watchword.deploy.source.NetworkFetchers;
import io.watchword.ingest.IngestConfig;
import io.watchword.ingest.IngestConfig.Recording;
import io.watchword.ingest.child.ProcessDecoderLauncher;
import io.watchword.ingest.fetch.HostResolver;
import io.watchword.ingest.kafka.IngestWorker;
import io.watchword.ingest.kafka.WorkerParts;
import io.watchword.ingest.record.DirectoryMediaStore;
import io.watchword.ingest.record.FetchedFiles;
import io.watchword.ingest.record.MediaStore;
import io.watchword.ingest.record.RecordedFiles;
import io.watchword.ingest.record.Retention;
import io.watchword.ingest.record.RetentionSweep;
import io.watchword.ingest.s3.S3MediaStore;
import io.watchword.ingest.s3.S3Recordings;
import io.watchword.ingest.source.Secrets;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** The one place where the ingest worker meets this machine: decoders, network, media store. */
public final class IngestWiring {
    private static final Duration RETRY_UPLOAD = Duration.ofSeconds(10);

    /** On disk, of files that were fetched. */
    static final long MOST_FETCHED_BYTES = 1L << 30;

    private IngestWiring() {}

    /** Starts the worker with the decoder processes and the media store of this machine. */
    public static IngestStarter.Ingest start(IngestStarter.Request request) throws IOException {
        IngestConfig config = request.config();
        MediaStore media = null;
        try {
            ProcessDecoderLauncher decoders =
                    ProcessDecoderLauncher.open(config.decoder(), config.live().terminateGrace());
            media = mediaStore(request);
            int unused = media.recover();
            WorkerParts parts =
                    new WorkerParts(
                            config,
                            decoders,
                            new NetworkFetchers(config, HostResolver.SYSTEM),
                            request.secrets(),
                            media,
                            request.metrics());
            Recording recording = config.recording();
            RetentionSweep sweep =
                    new RetentionSweep(
                            media,
                            new Retention(
                                    recording.maxAge().toNanos() / 1000, recording.maxBytes()),
                            InstantSource.system());
            return new Running(
                    IngestWorker.start(request.bootstrapServers(), request.workerId(), parts),
                    new Sweeper(sweep),
                    media);
        } catch (IllegalArgumentException e) {
            throw new UserMistake(String.valueOf(e.getMessage()).lines().toList());
        } catch (IOException | RuntimeException e) {
            if (media != null) {
                media.close();
            }
            throw e;
        }
    }

    /** Where recordings are kept, or wait to be sent away. */
    public static Path recordings(IngestConfig config, Path data) {
        return config.recording().directory().map(Path::of).orElse(data.resolve("media"));
    }

    /**
     * Recordings to be read, beside whoever records.
     *
     * @param directory as {@link #recordings} names it
     * @throws IllegalArgumentException if the configuration names a secret that is not there
     */
    public static RecordedFiles recorded(Recording recording, Path directory, Secrets secrets)
            throws IOException {
        return recording.s3().isEmpty()
                ? DirectoryMediaStore.open(directory)
                : S3Recordings.open(recording.s3().get(), secrets, spool(directory));
    }

    /**
     * As above; what lies in an S3-compatible store is fetched once.
     *
     * @param fetched where such files are kept, up to {@link #MOST_FETCHED_BYTES}
     */
    public static RecordedFiles recorded(
            Recording recording, Path directory, Secrets secrets, Path fetched) throws IOException {
        RecordedFiles files = recorded(recording, directory, secrets);
        return recording.s3().isEmpty()
                ? files
                : FetchedFiles.open(files, fetched, MOST_FETCHED_BYTES, InstantSource.system());
    }

    private static Path spool(Path directory) {
        return directory.resolve("spool");
    }

    private static MediaStore mediaStore(IngestStarter.Request request) throws IOException {
        Recording recording = request.config().recording();
        Path directory = recordings(request.config(), request.data());
        if (recording.s3().isEmpty()) {
            return DirectoryMediaStore.open(directory);
        }
        return S3MediaStore.open(
                recording.s3().get(),
                request.secrets(),
                new S3MediaStore.Spool(spool(directory), recording.maxBytes(), RETRY_UPLOAD));
    }

    /** Closed in the order in which one needs the other. */
    private record Running(IngestWorker worker, Sweeper sweeper, MediaStore media)
            implements IngestStarter.Ingest {
        @Override
        public Optional<String> failure() {
            return worker.failure();
        }

        @Override
        public void close() {
            worker.close();
            sweeper.close();
            media.close();
        }
    }
}
