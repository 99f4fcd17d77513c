package io.watchword.view.timeline;

import static java.util.Objects.requireNonNull;

/**
 * What an event can be compared by: unit vectors made of the embeddings it rests on. Each is empty
 * where there is nothing of its kind, and only vectors of one bundle can be compared.
 *
 * @param bundleSha256 which bundle made them; empty where there are none
 * @param text in the space shared with text
 * @param motion shares of the motion tokens
 * @param picture mean of the picture embeddings
 * @param sound mean of the sound embeddings
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record EvidenceVectors(
        String bundleSha256, float[] text, float[] motion, float[] picture, float[] sound) {
    /** Of an event whose embeddings are not known. */
    public static final EvidenceVectors NONE =
            new EvidenceVectors("", new float[0], new float[0], new float[0], new float[0]);

    public EvidenceVectors {
        requireNonNull(bundleSha256, "bundleSha256 is null");
        requireNonNull(text, "text is null");
        requireNonNull(motion, "motion is null");
        requireNonNull(picture, "picture is null");
        requireNonNull(sound, "sound is null");
    }
}
