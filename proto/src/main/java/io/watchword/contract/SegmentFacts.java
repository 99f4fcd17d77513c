package io.watchword.contract;

import static io.watchword.contract.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

/**
 * Numbers of a segment that a rule can use without a model. Series have one value a step of {@code
 * stepUs}, the first at the segment's start.
 *
 * @param activity residual motion after the camera's own is taken away: mean displacement of the
 *     busiest cells, pixels a step at 576 wide
 * @param globalDx the camera's own motion to the right, median displacement of all cells, pixels a
 *     step
 * @param globalDy the same, downwards
 * @param loudnessDbfs sound level, dBFS; -120 for silence or no sound
 * @param luma mean luma of the first key frame, {@code [0, 1]}; negative where there is no picture
 * @param keyframePtsUs media time of the first key frame; negative where there is none
 * @param audioScores class scores of the audio encoder, {@code [0, 1]}, in the order of the
 *     bundle's labels
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record SegmentFacts(
        long stepUs,
        float[] activity,
        float[] globalDx,
        float[] globalDy,
        float[] loudnessDbfs,
        float luma,
        boolean sceneCut,
        boolean hasVideo,
        boolean hasAudio,
        long keyframePtsUs,
        float[] audioScores) {
    public static final float SILENCE_DBFS = -120;

    public SegmentFacts {
        requireNonNull(activity, "activity is null");
        requireNonNull(globalDx, "globalDx is null");
        requireNonNull(globalDy, "globalDy is null");
        requireNonNull(loudnessDbfs, "loudnessDbfs is null");
        requireNonNull(audioScores, "audioScores is null");
        checkArgument(stepUs > 0, "stepUs is not positive: %d", stepUs);
        checkArgument(
                activity.length == globalDx.length && activity.length == globalDy.length,
                "activity has %d steps, global motion %d and %d",
                activity.length,
                globalDx.length,
                globalDy.length);
        for (float score : audioScores) {
            checkArgument(Float.isFinite(score), "audio scores hold %s", score);
        }
    }

    /** The facts of a record that carries no media. */
    public static SegmentFacts none() {
        return new SegmentFacts(
                1_000_000 / MotionField.STEPS_PER_SECOND,
                new float[0],
                new float[0],
                new float[0],
                new float[0],
                -1,
                false,
                false,
                false,
                -1,
                new float[0]);
    }
}
