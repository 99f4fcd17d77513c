package io.watchword.ingest.motion;

import io.watchword.contract.MotionField;

/**
 * Chooses the frames that the motion field and the key frames are made of: for each step of 1/6 s
 * the first frame in it, by pts and never by counting frames. Steps without a frame repeat what was
 * shown before.
 */
public final class StepSampler {
    /** Containers round pts to their time base; a frame this early still belongs to the step. */
    private static final long ROUNDING_US = 1_000;

    /** The frame is not needed: its step has one already. */
    public static final long NONE = -1;

    private long next;

    /** Returns the step whose frame this is, or {@link #NONE}. */
    public long offer(long ptsUs) {
        long step = stepAt(ptsUs);
        if (step < next) {
            return NONE;
        }
        next = step + 1;
        return step;
    }

    /** The first step that has no frame yet. */
    public long next() {
        return next;
    }

    /** The step in which a frame with this pts is shown. */
    public static long stepAt(long ptsUs) {
        return (ptsUs + ROUNDING_US) * MotionField.STEPS_PER_SECOND / 1_000_000;
    }

    /** Steps that begin before this time. */
    public static long stepsBefore(long ptsUs) {
        long ticks = Math.max(0, ptsUs - ROUNDING_US) * MotionField.STEPS_PER_SECOND;
        return (ticks + 999_999) / 1_000_000;
    }
}
