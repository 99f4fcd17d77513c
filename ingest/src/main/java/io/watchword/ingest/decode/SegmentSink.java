package io.watchword.ingest.decode;

import io.watchword.contract.Segment;

/**
 * Where segments go, in order of sequence, the closing one last. Called by the reading thread: a
 * sink that blocks slows the reading down, a sink that throws ends it.
 */
@FunctionalInterface
public interface SegmentSink {
    void accept(Segment segment);

    /** Told once, before the first segment. */
    default void opened(MediaInfo info) {}
}
