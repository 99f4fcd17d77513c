package io.watchword.ingest.ffmpeg;

import io.watchword.ingest.child.FrameSource;
import java.nio.file.Path;

/** Where the bytes of a source come from. None of them opens anything else. */
sealed interface MediaInput {
    /** A file by its name. */
    record OfFile(Path file) implements MediaInput {}

    /** A file that is open already. */
    record OfDescriptor(int descriptor) implements MediaInput {}

    /** Bytes that somebody else fetches. */
    record OfFrames(FrameSource source) implements MediaInput {}
}
