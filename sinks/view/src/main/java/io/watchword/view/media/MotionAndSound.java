package io.watchword.view.media;

import io.watchword.contract.TimeSpan;
import java.time.Instant;
import java.util.Optional;

/** Stored motion and loudness of streams. Thread-safe. */
public interface MotionAndSound {
    /**
     * Empty where nothing of the span is kept.
     *
     * @param told when it was told of: it was stored before
     */
    Optional<MotionTrace> trace(String streamId, TimeSpan span, Instant told);
}
