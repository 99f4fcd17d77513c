package io.watchword.view.media;

import io.watchword.contract.TimeSpan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Recorded spans of streams. Thread-safe. */
public interface Clips {
    /**
     * A file that a browser plays, with the span in it; it is kept for a while, not for ever. Empty
     * where nothing was recorded.
     */
    Optional<Path> clip(String streamId, TimeSpan span) throws IOException;
}
