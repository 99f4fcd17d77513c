package io.watchword.fusion.detect;

import static java.util.Objects.requireNonNull;

/**
 * What a stream has looked and sounded like lately: against it, something new stands out.
 *
 * @param known whether anything was seen since the last break
 * @param lastMotionPx motion in the last step, pixels; likewise lastCameraPx
 * @param lastSound score of sound in the last step, ringing on
 * @param loudnessDbfs level of the sound that is always there, dBFS
 * @param audioScores running mean score of each sound class; empty before any sound
 * @param search running mean of the search vectors; empty before any
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; never written after construction
public record Background(
        boolean known,
        float lastMotionPx,
        float lastCameraPx,
        float lastSound,
        float loudnessDbfs,
        float[] audioScores,
        float[] search) {
    public static final Background UNKNOWN =
            new Background(false, 0, 0, 0, 0, new float[0], new float[0]);

    public Background {
        requireNonNull(audioScores, "audioScores is null");
        requireNonNull(search, "search is null");
    }
}
