package io.watchword.ingest.record;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Deletes the recorded files that are not to be kept any longer. Its owner calls it at intervals,
 * on one thread.
 */
public final class RetentionSweep {
    /**
     * What a sweep did.
     *
     * @param deletedBytes of the files that went
     * @param keptBytes of those that stay
     * @param problem why a file that should have gone stays
     */
    public record Swept(
            int deletedFiles,
            long deletedBytes,
            int keptFiles,
            long keptBytes,
            Optional<String> problem) {
        public Swept {
            requireNonNull(problem, "problem is null");
        }
    }

    private final MediaStore store;
    private final Retention retention;
    private final InstantSource clock;

    public RetentionSweep(MediaStore store, Retention retention, InstantSource clock) {
        this.store = store;
        this.retention = retention;
        this.clock = clock;
    }

    /**
     * Deletes what has expired.
     *
     * @throws IOException if the store cannot be listed
     */
    public Swept sweep() throws IOException {
        Instant now = clock.instant();
        List<RecordedFile> files = store.listAll();
        List<RecordedFile> deleted = new ArrayList<>();
        Optional<String> problem = Optional.empty();
        for (RecordedFile file :
                retention.expired(files, now.getEpochSecond() * 1_000_000 + now.getNano() / 1000)) {
            try {
                store.delete(file);
                deleted.add(file);
            } catch (IOException e) {
                problem = Optional.of(file.key() + " cannot be deleted: " + e.getMessage());
            }
        }
        long deletedBytes = bytes(deleted);
        return new Swept(
                deleted.size(),
                deletedBytes,
                files.size() - deleted.size(),
                bytes(files) - deletedBytes,
                problem);
    }

    private static long bytes(List<RecordedFile> files) {
        return files.stream().mapToLong(RecordedFile::bytes).sum();
    }
}
