package io.watchword.encoders.encode;

import io.watchword.encoders.preprocess.MotionClip;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The newest segments of one stream, as far as the temporal encoder looks back. State: {@code next
 * = with(segment)}. A segment that is missing in between stays absent; another epoch, a
 * discontinuity, or a sequence that starts again forgets what does not precede the new segment.
 *
 * @param past oldest first, sequences rising
 */
public record StreamHistory(long epoch, List<Past> past) {
    public static final StreamHistory EMPTY = new StreamHistory(0, List.of());

    /** One segment. */
    public record Past(long sequence, MediaCode code) {}

    public StreamHistory {
        past = new ArrayList<>(past); // a list that the state's serializer can read back
    }

    /**
     * Adds a segment and forgets those it makes too old.
     *
     * @param window segments to keep, this one included
     */
    public StreamHistory with(SegmentPosition position, MediaCode code, int window) {
        List<Past> kept = new ArrayList<>(window);
        if (position.epoch() == epoch && !position.discontinuity()) {
            for (Past before : past) {
                long distance = position.sequence() - before.sequence();
                if (distance > 0 && distance < window) {
                    kept.add(before);
                }
            }
        }
        kept.add(new Past(position.sequence(), code));
        return new StreamHistory(position.epoch(), kept);
    }

    /** The window whose current segment is the newest one. */
    public TemporalWindow window(EncoderShapes shapes) {
        int rows = shapes.window();
        TemporalWindow window =
                new TemporalWindow(
                        new float[rows * shapes.spatial().size()],
                        new float[rows * shapes.motion().size()],
                        new float[rows * shapes.audio().size()],
                        new float[rows * TemporalWindow.PRESENT]);
        long newest = past.isEmpty() ? 0 : past.get(past.size() - 1).sequence();
        for (Past segment : past) {
            int row = (int) (rows - 1 - (newest - segment.sequence()));
            MediaCode code = segment.code();
            int flags = row * TemporalWindow.PRESENT;
            window.present()[flags] = 1;
            window.present()[flags + 1] = put(code.spatial(), window.spatial(), row);
            window.present()[flags + 2] = put(code.motion(), window.motion(), row);
            window.present()[flags + 3] = put(code.audio(), window.audio(), row);
        }
        return window;
    }

    /** Four seconds of motion that end with the newest segment; empty if it has none kept. */
    public Optional<float[]> clip() {
        if (past.isEmpty()) {
            return Optional.empty();
        }
        Past newest = past.get(past.size() - 1);
        if (newest.code().motionPlanes().length == 0) {
            return Optional.empty();
        }
        Optional<byte[]> before =
                past.stream()
                        .filter(segment -> segment.sequence() == newest.sequence() - 1)
                        .map(segment -> segment.code().motionPlanes())
                        .filter(planes -> planes.length > 0)
                        .findFirst();
        return Optional.of(MotionClip.ofStored(before, newest.code().motionPlanes()));
    }

    /** Returns 1 if there was something to copy, else 0. */
    private static float put(float[] tokens, float[] rows, int row) {
        System.arraycopy(tokens, 0, rows, row * tokens.length, tokens.length);
        return tokens.length == 0 ? 0 : 1;
    }
}
