package io.watchword.view.media;

import static java.util.Objects.requireNonNull;

import io.watchword.contract.TimeSpan;
import java.nio.file.Path;

/**
 * A file that a browser plays. It is kept for a while, not for ever.
 *
 * @param span of media time that it holds: its time 0 is the start
 */
public record Clip(Path file, TimeSpan span) {
    public Clip {
        requireNonNull(file, "file is null");
        requireNonNull(span, "span is null");
    }
}
