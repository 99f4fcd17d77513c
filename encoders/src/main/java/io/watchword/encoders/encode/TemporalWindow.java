package io.watchword.encoders.encode;

/**
 * The last segments of a stream, oldest first, the current one last; zeros where a segment or its
 * media is absent.
 *
 * @param spatial (segments, tokens, dim), row-major
 * @param motion (segments, tokens, dim), row-major
 * @param audio (segments, tokens, dim), row-major
 * @param present (segments, 4): segment, spatial, motion, audio; 1 present, 0 absent
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record TemporalWindow(float[] spatial, float[] motion, float[] audio, float[] present) {
    /** Kinds in {@link #present}. */
    public static final int PRESENT = 4;

    /** What {@link StreamHistory} gives where there is nothing to encode. */
    public static final TemporalWindow NONE =
            new TemporalWindow(new float[0], new float[0], new float[0], new float[0]);

    public boolean isEmpty() {
        return present.length == 0;
    }
}
