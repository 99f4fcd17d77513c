package io.watchword.ingest.record;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Where recorded files are kept. Its methods may be called by many threads; each file that is being
 * written belongs to one.
 */
public interface MediaStore extends RecordedFiles {
    /** A file that is being written. */
    interface Writing {
        /**
         * @throws IOException with the reason, for example a full disk; what was written before
         *     stays, to be completed
         */
        void append(byte[] bytes) throws IOException;

        /**
         * The file is whole: from now on it is listed.
         *
         * @param endUs media time reached
         */
        RecordedFile complete(long endUs) throws IOException;

        /** Ends a file that broke off: kept as far as its fragments are whole. */
        void abandon() throws IOException;
    }

    /**
     * Begins a file.
     *
     * @throws IOException with the reason why nothing can be stored now
     */
    Writing begin(RecordingStart start) throws IOException;

    /** All complete files of all streams, in no order. */
    List<RecordedFile> listAll() throws IOException;

    /** Deletes a file; one that is gone is no failure. */
    void delete(RecordedFile file) throws IOException;

    /**
     * Keeps what processes that were killed left behind, as far as it is whole. Leaves alone what
     * another process is writing.
     *
     * @return files that are listed now and were not before
     */
    int recover() throws IOException;

    /** What keeps files from where they belong, in words for people. */
    Optional<String> problem();
}
