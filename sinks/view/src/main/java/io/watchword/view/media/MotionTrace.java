package io.watchword.view.media;

import static java.util.Objects.requireNonNull;

import io.watchword.contract.TimeSpan;

/**
 * What moved and how loud it was over a span, to be drawn over its picture.
 *
 * @param stepUs from one step of motion to the next
 * @param motion (steps, 2, rows, columns): displacement to the right, then downwards, pixels a step
 *     at 576 wide
 * @param loudnessStepUs from one level to the next
 * @param loudnessDbfs sound levels, dBFS
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record MotionTrace(
        TimeSpan span,
        long stepUs,
        int rows,
        int columns,
        float[] motion,
        long loudnessStepUs,
        float[] loudnessDbfs) {
    public MotionTrace {
        requireNonNull(span, "span is null");
        requireNonNull(motion, "motion is null");
        requireNonNull(loudnessDbfs, "loudnessDbfs is null");
    }
}
