package io.watchword.deploy.describe;

import static java.util.Objects.requireNonNull;

import io.watchword.contract.ErrorCode;
import io.watchword.ingest.IngestConfig;
import io.watchword.ingest.child.DecoderLauncher;
import io.watchword.ingest.decode.ReadResult;
import io.watchword.ingest.kafka.IngestProcess;
import io.watchword.ingest.source.FileIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * The files of one run and what becomes of reading them. Files are read in threads of its own, as
 * many at a time as the ingest's configuration says; one thread asks.
 */
final class Intake implements AutoCloseable {
    /** A file that can be opened. */
    record Source(Path file, String name, FileIdentity identity) {
        String streamId() {
            return identity.streamId();
        }
    }

    /**
     * The files as streams.
     *
     * @param failed files that could not be read to the end to find out which they are
     */
    record Sources(List<Source> sources, List<ReadResult.Failed> failed) {
        Sources {
            sources = List.copyOf(sources);
            failed = List.copyOf(failed);
        }
    }

    private final Sources sources;
    private final Map<String, CompletableFuture<ReadResult>> results = new LinkedHashMap<>();
    private final IngestProcess ingest;
    private final ExecutorService readers;

    private Intake(Sources sources, IngestProcess ingest, ExecutorService readers) {
        this.sources = sources;
        this.ingest = ingest;
        this.readers = readers;
    }

    /** Hashes the files. Of two files of one name and contents, the first counts. */
    static Sources identify(List<Path> files) {
        Map<String, Source> sources = new LinkedHashMap<>();
        List<ReadResult.Failed> failed = new ArrayList<>();
        for (Path file : files) {
            String name = requireNonNull(file.getFileName(), "file has no name").toString();
            try {
                FileIdentity identity = FileIdentity.of(file);
                sources.putIfAbsent(identity.streamId(), new Source(file, name, identity));
            } catch (IOException e) {
                failed.add(
                        new ReadResult.Failed(
                                ErrorCode.UNREADABLE, name + ": " + e.getMessage(), 0));
            }
        }
        return new Sources(List.copyOf(sources.values()), failed);
    }

    /**
     * Begins to read.
     *
     * @param unread the sources to read; the others are on Kafka already
     * @param whenTaken told of each source that went in whole, by the thread that read it
     */
    static Intake start(
            Sources sources,
            List<Source> unread,
            IngestConfig ingest,
            DecoderLauncher decoders,
            String bootstrapServers,
            Consumer<Source> whenTaken) {
        Intake intake =
                new Intake(
                        sources,
                        IngestProcess.open(bootstrapServers, ingest, decoders),
                        Executors.newFixedThreadPool(
                                ingest.parallelFiles(),
                                task -> {
                                    Thread thread = new Thread(task, "ingest");
                                    thread.setDaemon(true);
                                    return thread;
                                }));
        unread.forEach(source -> intake.read(source, whenTaken));
        return intake;
    }

    private void read(Source source, Consumer<Source> whenTaken) {
        results.put(
                source.streamId(),
                CompletableFuture.supplyAsync(
                        () -> {
                            ReadResult result =
                                    ingest.ingest(source.file(), source.identity(), source.name());
                            if (result instanceof ReadResult.Done) {
                                whenTaken.accept(source);
                            }
                            return result;
                        },
                        readers));
    }

    List<Source> sources() {
        return sources.sources();
    }

    /** Streams whose events will come: all but those of which nothing could be read. */
    List<String> expected() {
        return sources().stream()
                .filter(source -> failed(source).map(ReadResult::segments).orElse(1L) > 0)
                .map(Source::streamId)
                .toList();
    }

    boolean isDone() {
        return finished() == results.size();
    }

    /** Files that were read to the end, or as far as they can be read. */
    int finished() {
        return (int) results.values().stream().filter(CompletableFuture::isDone).count();
    }

    /** What broke in the ingest itself; a file that cannot be read is none. */
    Optional<String> failure() {
        return results.values().stream()
                .filter(CompletableFuture::isCompletedExceptionally)
                .map(result -> result.handle((done, thrown) -> "ingest failed: " + thrown).join())
                .findFirst();
    }

    /** Why a source could not be read, if it could not. */
    Optional<ReadResult.Failed> failed(Source source) {
        CompletableFuture<ReadResult> result = results.get(source.streamId());
        if (result == null || !result.isDone() || result.isCompletedExceptionally()) {
            return Optional.empty();
        }
        return result.join() instanceof ReadResult.Failed failed
                ? Optional.of(failed)
                : Optional.empty();
    }

    /** Files of which it is not even known which they are. */
    List<ReadResult.Failed> unidentified() {
        return sources.failed();
    }

    @Override
    public void close() {
        readers.shutdownNow();
        ingest.close();
    }
}
