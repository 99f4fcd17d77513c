package io.watchword.encoders.preprocess;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * A segment's media as the encoders take it; empty where the segment has none.
 *
 * @param rgb first key frame, shape (height, width, 3), row-major
 * @param motion shape (steps, 3, GRID_HEIGHT, GRID_WIDTH), row-major: dx, dy in half pixels, intra
 * @param pcm shape (samples), signed 16-bit
 */
public record SegmentTensors(Optional<byte[]> rgb, Optional<byte[]> motion, Optional<short[]> pcm) {
    public SegmentTensors {
        requireNonNull(rgb, "rgb is null");
        requireNonNull(motion, "motion is null");
        requireNonNull(pcm, "pcm is null");
    }
}
