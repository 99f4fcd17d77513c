package io.watchword.view.media;

import java.time.Instant;
import java.util.Optional;

/** Stored pictures of streams, JPEG. Thread-safe. */
public interface Keyframes {
    /** The newest of a stream. */
    Optional<byte[]> latest(String streamId);

    /**
     * The one at a media time, or the last before it in the same segment.
     *
     * @param ptsUs microseconds on the stream's clock
     * @param told when it was told of: it was stored before
     */
    Optional<byte[]> at(String streamId, long ptsUs, Instant told);
}
