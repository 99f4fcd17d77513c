package io.watchword.ingest.record;

import io.watchword.contract.TimeSpan;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Recorded files, to be read. May be used by many threads. */
public interface RecordedFiles extends AutoCloseable {
    /** A stream's complete files that have some of the span, in the order in which they play. */
    List<RecordedFile> list(String streamId, TimeSpan span) throws IOException;

    /**
     * A file's bytes, which the caller closes.
     *
     * @throws java.nio.file.NoSuchFileException if it was deleted meanwhile
     */
    InputStream open(RecordedFile file) throws IOException;

    @Override
    void close();
}
