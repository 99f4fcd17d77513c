package io.watchword.deploy.view;

import io.watchword.contract.AudioSamples;
import io.watchword.contract.MotionField;
import io.watchword.contract.Segment;
import io.watchword.contract.TimeSpan;
import io.watchword.view.media.MotionTrace;
import java.util.Arrays;
import java.util.List;

/** Puts motion and loudness of segments together. Pure. What is not known stands still, silent. */
final class Traces {
    private static final long STEP_US = 1_000_000L / MotionField.STEPS_PER_SECOND;
    private static final long LOUDNESS_STEP_US = 50_000;
    private static final float SILENCE_DBFS = -90;
    private static final double FULL_SCALE = 32_768;

    private Traces() {}

    static MotionTrace of(TimeSpan span, List<Segment> segments) {
        int steps = (int) (span.durationUs() / STEP_US) + 1;
        float[] motion = new float[steps * 2 * MotionField.CELLS];
        float[] loudness = new float[(int) (span.durationUs() / LOUDNESS_STEP_US) + 1];
        Arrays.fill(loudness, SILENCE_DBFS);
        for (Segment segment : segments) {
            segment.motion().ifPresent(field -> put(motion, steps, span, field));
            segment.audio().ifPresent(audio -> put(loudness, span, audio));
        }
        return new MotionTrace(
                span,
                STEP_US,
                MotionField.GRID_HEIGHT,
                MotionField.GRID_WIDTH,
                motion,
                LOUDNESS_STEP_US,
                loudness);
    }

    private static void put(float[] motion, int steps, TimeSpan span, MotionField field) {
        for (int step = 0; step < field.steps(); step++) {
            long at = Math.floorDiv(field.stepUs(step) - span.startUs() + STEP_US / 2, STEP_US);
            if (at < 0 || at >= steps) {
                continue;
            }
            int from = step * 2 * MotionField.CELLS;
            int to = (int) at * 2 * MotionField.CELLS;
            for (int i = 0; i < 2 * MotionField.CELLS; i++) {
                motion[to + i] = field.vectors()[from + i] * MotionField.PX_PER_UNIT;
            }
        }
    }

    private static void put(float[] loudness, TimeSpan span, AudioSamples audio) {
        short[] samples = audio.samples();
        for (int step = 0; step < loudness.length; step++) {
            long fromUs = span.startUs() + step * LOUDNESS_STEP_US - audio.startUs();
            int from = index(fromUs, audio);
            int to = index(fromUs + LOUDNESS_STEP_US, audio);
            if (to > from) {
                double sum = 0;
                for (int i = from; i < to; i++) {
                    sum += (double) samples[i] * samples[i];
                }
                double level = Math.sqrt(sum / (to - from)) / FULL_SCALE;
                float dbfs = (float) (20 * Math.log10(Math.max(level, 1e-9)));
                loudness[step] = Math.max(SILENCE_DBFS, dbfs);
            }
        }
    }

    private static int index(long us, AudioSamples audio) {
        long at = us * audio.sampleRateHz() / 1_000_000;
        return (int) Math.max(0, Math.min(audio.samples().length, at));
    }
}
