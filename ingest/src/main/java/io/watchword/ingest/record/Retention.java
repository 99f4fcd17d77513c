package io.watchword.ingest.record;

import static io.watchword.contract.Checks.checkArgument;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * How long recorded files are kept. Pure: says which are to go.
 *
 * @param maxAgeUs a file whose last packet is older goes
 * @param maxBytes of all files together; beyond, the oldest go
 */
public record Retention(long maxAgeUs, long maxBytes) {
    private static final Comparator<RecordedFile> OLDEST_FIRST =
            Comparator.comparingLong(RecordedFile::endUnixUs).thenComparing(RecordedFile::key);

    public Retention {
        checkArgument(maxAgeUs > 0, "maxAgeUs is not positive: %d", maxAgeUs);
        checkArgument(maxBytes > 0, "maxBytes is not positive: %d", maxBytes);
    }

    /** Files to delete, the oldest first. */
    public List<RecordedFile> expired(Collection<RecordedFile> files, long nowUnixUs) {
        List<RecordedFile> oldestFirst = files.stream().sorted(OLDEST_FIRST).toList();
        long left = files.stream().mapToLong(RecordedFile::bytes).sum();
        List<RecordedFile> expired = new ArrayList<>();
        for (RecordedFile file : oldestFirst) {
            boolean old = nowUnixUs - file.endUnixUs() > maxAgeUs;
            if (!old && left <= maxBytes) {
                break; // the others are younger
            }
            expired.add(file);
            left -= file.bytes();
        }
        return expired;
    }
}
