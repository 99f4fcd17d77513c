package io.watchword.ingest.child;

import io.watchword.ingest.decode.ReadResult;
import java.io.IOException;

/** The file cannot be given to a decoder. */
public final class UnreadableFileException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient ReadResult.Failed failed;

    UnreadableFileException(ReadResult.Failed failed) {
        super(failed.detail());
        this.failed = failed;
    }

    /** The same as a decoder would have said. */
    public ReadResult.Failed failed() {
        return failed;
    }
}
