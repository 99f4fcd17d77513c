package io.watchword.bench;

import io.watchword.contract.TimeSpan;
import io.watchword.view.control.StreamControl;
import io.watchword.view.media.Clip;
import io.watchword.view.media.Clips;
import io.watchword.view.media.Keyframes;
import io.watchword.view.media.MotionAndSound;
import io.watchword.view.media.MotionTrace;
import java.time.Instant;
import java.util.Optional;

/** Cameras and pictures of a view that has none. */
final class NoMedia implements StreamControl, Keyframes, Clips, MotionAndSound {
    private static final String NOT_HERE = "there is none of it here";

    @Override
    public boolean remove(String streamId) {
        throw new UnsupportedOperationException(NOT_HERE);
    }

    @Override
    public Added add(Wanted stream) {
        throw new UnsupportedOperationException(NOT_HERE);
    }

    @Override
    public Optional<byte[]> latest(String streamId) {
        return Optional.empty();
    }

    @Override
    public Optional<byte[]> at(String streamId, long ptsUs, Instant told) {
        return Optional.empty();
    }

    @Override
    public Optional<Clip> clip(String streamId, TimeSpan span) {
        return Optional.empty();
    }

    @Override
    public Optional<MotionTrace> trace(String streamId, TimeSpan span, Instant told) {
        return Optional.empty();
    }
}
