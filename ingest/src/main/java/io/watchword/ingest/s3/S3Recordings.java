package io.watchword.ingest.s3;

import io.watchword.contract.TimeSpan;
import io.watchword.ingest.IngestConfig;
import io.watchword.ingest.record.DirectoryMediaStore;
import io.watchword.ingest.record.RecordedFile;
import io.watchword.ingest.record.RecordedFiles;
import io.watchword.ingest.source.Secrets;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Recorded files in an S3-compatible store, and those that wait on this machine to be uploaded; to
 * be read alone, also while another process records. Owns its client.
 */
public final class S3Recordings implements RecordedFiles {
    private final Optional<DirectoryMediaStore> waiting;
    private final Bucket bucket;

    private S3Recordings(Optional<DirectoryMediaStore> waiting, Bucket bucket) {
        this.waiting = waiting;
        this.bucket = bucket;
    }

    /**
     * Opens no connection yet.
     *
     * @param spool where files wait, if they do so on this machine; there may be none
     * @throws IllegalArgumentException if the configuration names a secret that is not there
     */
    public static S3Recordings open(IngestConfig.S3 config, Secrets secrets, Path spool)
            throws IOException {
        Optional<DirectoryMediaStore> waiting =
                Files.isDirectory(spool)
                        ? Optional.of(DirectoryMediaStore.open(spool))
                        : Optional.empty();
        return new S3Recordings(waiting, Bucket.of(config, secrets));
    }

    @Override
    public List<RecordedFile> list(String streamId, TimeSpan span) throws IOException {
        List<RecordedFile> here =
                waiting.isPresent() ? waiting.get().list(streamId, span) : List.of();
        return S3MediaStore.listed(here, bucket, streamId, span);
    }

    @Override
    public InputStream open(RecordedFile file) throws IOException {
        if (waiting.isPresent()) {
            try {
                return waiting.get().open(file);
            } catch (NoSuchFileException e) { // it went up
                return bucket.open(file.key());
            }
        }
        return bucket.open(file.key());
    }

    @Override
    public void close() {
        waiting.ifPresent(DirectoryMediaStore::close);
        bucket.close();
    }
}
