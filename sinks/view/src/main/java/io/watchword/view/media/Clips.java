package io.watchword.view.media;

import io.watchword.contract.TimeSpan;
import java.io.IOException;
import java.util.Optional;

/** Recorded spans of streams. Thread-safe. */
public interface Clips {
    /**
     * A file with the span in it, as far as it is recorded. Empty where nothing is.
     *
     * @throws UnplayableException if something is, and no browser plays it
     */
    Optional<Clip> clip(String streamId, TimeSpan span) throws IOException;
}
