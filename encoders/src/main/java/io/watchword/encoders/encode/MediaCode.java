package io.watchword.encoders.encode;

import java.util.Objects;

/**
 * A segment's media as the encoders gave it; an array is empty where the segment has no such media.
 *
 * @param spatial (tokens, dim), row-major
 * @param motion (tokens, dim), row-major
 * @param audio (tokens, dim), row-major
 * @param motionPlanes what the motion tokenizer saw, as {@link
 *     io.watchword.encoders.preprocess.MotionTensor} makes it; kept only for a {@link
 *     ClipTokenizer}, else empty
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record MediaCode(float[] spatial, float[] motion, float[] audio, byte[] motionPlanes) {
    public static final MediaCode NONE = new MediaCode(new float[0], new float[0], new float[0]);

    public MediaCode {
        // State of before there were planes comes back without them.
        motionPlanes = Objects.requireNonNullElse(motionPlanes, new byte[0]);
    }

    /** Without a clip tokenizer. */
    public MediaCode(float[] spatial, float[] motion, float[] audio) {
        this(spatial, motion, audio, new byte[0]);
    }

    public boolean isEmpty() {
        return spatial.length == 0 && motion.length == 0 && audio.length == 0;
    }
}
