package io.watchword.view.media;

import java.util.Optional;

/** Stored pictures of streams, JPEG. Thread-safe. */
public interface Keyframes {
    /** The newest of a stream. */
    Optional<byte[]> latest(String streamId);

    /**
     * The one at a media time, or the last before it.
     *
     * @param ptsUs microseconds on the stream's clock
     */
    Optional<byte[]> at(String streamId, long ptsUs);
}
