package io.watchword.encoders.encode;

/**
 * A segment's media as the encoders gave it; an array is empty where the segment has no such media.
 *
 * @param spatial (tokens, dim), row-major
 * @param motion (tokens, dim), row-major
 * @param audio (tokens, dim), row-major
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record MediaCode(float[] spatial, float[] motion, float[] audio) {
    public static final MediaCode NONE = new MediaCode(new float[0], new float[0], new float[0]);

    public boolean isEmpty() {
        return spatial.length == 0 && motion.length == 0 && audio.length == 0;
    }
}
