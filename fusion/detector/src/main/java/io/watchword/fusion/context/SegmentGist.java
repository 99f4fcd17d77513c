package io.watchword.fusion.context;

import static java.util.Objects.requireNonNull;

import io.watchword.contract.SegmentFacts;

/**
 * What is known of a segment without a language model, for a caption that has to do without one.
 *
 * @param activityPx largest motion of a step beside the camera's, pixels at 576 wide
 * @param pictureDx how far the whole picture moves to the right in a step, pixels at 576 wide, mean
 *     of the steps in which it moves; 0 while the camera stands
 * @param pictureDy the same, downwards
 * @param loudnessDbfs largest sound level; {@link SegmentFacts#SILENCE_DBFS} without sound
 * @param audioScores as in {@link SegmentFacts}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; never written after construction
public record SegmentGist(
        float activityPx,
        float pictureDx,
        float pictureDy,
        float loudnessDbfs,
        float[] audioScores) {
    /** Nothing is known. */
    public static final SegmentGist NONE =
            new SegmentGist(0, 0, 0, SegmentFacts.SILENCE_DBFS, new float[0]);

    public SegmentGist {
        requireNonNull(audioScores, "audioScores is null");
    }

    static SegmentGist from(SegmentFacts facts) {
        return new SegmentGist(
                largest(facts.activity(), 0),
                meanOfMoving(facts.globalDx()),
                meanOfMoving(facts.globalDy()),
                facts.hasAudio()
                        ? largest(facts.loudnessDbfs(), SegmentFacts.SILENCE_DBFS)
                        : SegmentFacts.SILENCE_DBFS,
                facts.audioScores());
    }

    private static float largest(float[] series, float least) {
        float largest = least;
        for (float value : series) {
            largest = value > largest && Float.isFinite(value) ? value : largest;
        }
        return largest;
    }

    private static float meanOfMoving(float[] series) {
        float sum = 0;
        int moving = 0;
        for (float value : series) {
            if (value != 0 && Float.isFinite(value)) {
                sum += value;
                moving++;
            }
        }
        return moving == 0 ? 0 : sum / moving;
    }
}
