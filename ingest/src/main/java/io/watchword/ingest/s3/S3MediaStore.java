package io.watchword.ingest.s3;

import io.watchword.contract.TimeSpan;
import io.watchword.ingest.IngestConfig;
import io.watchword.ingest.record.DirectoryMediaStore;
import io.watchword.ingest.record.MediaStore;
import io.watchword.ingest.record.RecordedFile;
import io.watchword.ingest.record.RecordingStart;
import io.watchword.ingest.source.Secrets;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Recorded files in an S3-compatible store. A file is written into a spool directory first and goes
 * up as a whole when it is complete. While the store does not take it, it waits there and is tried
 * again; once what waits is as large as the spool may be, no file can begin.
 *
 * <p>Owns one thread, which uploads; its client; and the spool, which is this process's alone.
 */
public final class S3MediaStore implements MediaStore {
    /**
     * Where files wait.
     *
     * @param maxBytes of complete files that wait; beyond, recording stops
     * @param retryPause between two tries to upload
     */
    public record Spool(Path directory, long maxBytes, Duration retryPause) {}

    private static final long CLOSE_MS = 5_000;

    private final DirectoryMediaStore waiting;
    private final Spool spool;
    private final Bucket bucket;
    private final BlockingQueue<Boolean> work = new ArrayBlockingQueue<>(1); // full: it knows
    private final Thread uploader;
    private volatile boolean closed; // set by close, read by the uploader
    private volatile @Nullable String problem; // set by the uploader

    private S3MediaStore(DirectoryMediaStore waiting, Spool spool, Bucket bucket) {
        this.waiting = waiting;
        this.spool = spool;
        this.bucket = bucket;
        this.uploader = new Thread(this::upload, "recording-upload");
    }

    /**
     * Opens the spool, and begins to upload what waits in it. The store itself need not answer yet.
     *
     * @throws IOException if the spool cannot be written
     * @throws IllegalArgumentException if the configuration names a secret that is not there
     */
    public static S3MediaStore open(IngestConfig.S3 config, Secrets secrets, Spool spool)
            throws IOException {
        DirectoryMediaStore waiting = DirectoryMediaStore.open(spool.directory());
        S3MediaStore store = new S3MediaStore(waiting, spool, Bucket.of(config, secrets));
        store.uploader.setDaemon(true);
        store.uploader.start();
        store.wake();
        return store;
    }

    @SuppressWarnings("CheckReturnValue") // a full queue tells the uploader already
    private void wake() {
        work.offer(true);
    }

    private void upload() {
        boolean all = true;
        while (!closed) {
            try {
                if (all) {
                    work.take();
                } else {
                    work.poll(spool.retryPause().toNanos(), TimeUnit.NANOSECONDS);
                }
                all = closed || uploadAll();
            } catch (InterruptedException e) {
                return; // closing; what waits goes up next time
            }
        }
    }

    /** Whether nothing waits any longer. */
    private boolean uploadAll() {
        try {
            List<RecordedFile> files = new ArrayList<>(waiting.listAll());
            files.sort(Comparator.comparingLong(RecordedFile::startUnixUs));
            for (RecordedFile file : files) {
                if (closed) {
                    return false;
                }
                upload(file);
            }
            problem = null;
            return true;
        } catch (IOException e) {
            problem = e.getMessage();
            return false;
        }
    }

    private void upload(RecordedFile file) throws IOException {
        try {
            bucket.put(file.key(), waiting.path(file));
        } catch (IOException e) {
            if (waiting.contains(file)) {
                throw e;
            }
            return; // retention deleted it meanwhile
        }
        waiting.delete(file);
    }

    @Override
    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /** Bytes of complete files that are not in the store yet. */
    public long waitingBytes() throws IOException {
        return waiting.listAll().stream().mapToLong(RecordedFile::bytes).sum();
    }

    @Override
    public Writing begin(RecordingStart start) throws IOException {
        long bytes = waitingBytes();
        if (bytes >= spool.maxBytes()) {
            String why = problem == null ? "" : "; " + problem;
            throw new IOException(bytes + " bytes wait to be uploaded" + why);
        }
        Writing file = waiting.begin(start);
        return new Writing() {
            @Override
            public void append(byte[] bytes) throws IOException {
                file.append(bytes);
            }

            @Override
            public RecordedFile complete(long endUs) throws IOException {
                RecordedFile whole = file.complete(endUs);
                wake();
                return whole;
            }

            @Override
            public void abandon() throws IOException {
                file.abandon();
                wake();
            }
        };
    }

    @Override
    public List<RecordedFile> list(String streamId, TimeSpan span) throws IOException {
        return listed(waiting.list(streamId, span), bucket, streamId, span);
    }

    /** Those that wait and those in the bucket, once each, as they play. */
    static List<RecordedFile> listed(
            List<RecordedFile> here, Bucket bucket, String streamId, TimeSpan span)
            throws IOException {
        List<RecordedFile> there = bucket.list(DirectoryMediaStore.folder(streamId));
        return once(here, there).stream()
                .filter(file -> file.span().overlaps(span))
                .sorted(RecordedFile.IN_TIME)
                .toList();
    }

    @Override
    public List<RecordedFile> listAll() throws IOException {
        return once(waiting.listAll(), bucket.list(""));
    }

    /** A file that goes up while it is listed may be in both. */
    private static List<RecordedFile> once(List<RecordedFile> here, List<RecordedFile> there) {
        Map<String, RecordedFile> files = new LinkedHashMap<>();
        here.forEach(file -> files.put(file.key(), file));
        there.forEach(file -> files.put(file.key(), file));
        return List.copyOf(files.values());
    }

    @Override
    public InputStream open(RecordedFile file) throws IOException {
        try {
            return waiting.open(file);
        } catch (NoSuchFileException e) {
            return bucket.open(file.key());
        }
    }

    @Override
    public void delete(RecordedFile file) throws IOException {
        waiting.delete(file);
        bucket.delete(file.key());
    }

    @Override
    public int recover() throws IOException {
        int kept = waiting.recover();
        wake();
        return kept;
    }

    /**
     * Lets the file that goes up arrive, if that takes no longer than {@value #CLOSE_MS} ms. What
     * waits goes up when the store is opened again.
     */
    @Override
    public void close() {
        closed = true;
        wake();
        try {
            uploader.join(CLOSE_MS);
            uploader.interrupt();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        bucket.close();
    }
}
