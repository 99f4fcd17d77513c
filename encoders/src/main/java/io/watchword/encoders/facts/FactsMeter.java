package io.watchword.encoders.facts;

import io.watchword.contract.AudioSamples;
import io.watchword.contract.Keyframe;
import io.watchword.contract.MotionField;
import io.watchword.contract.Segment;
import io.watchword.contract.SegmentFacts;
import io.watchword.contract.TimeSpan;
import io.watchword.encoders.preprocess.SegmentTensors;

/** Measures what a rule can use without a model. Pure. */
public final class FactsMeter {
    private static final long STEP_US = 1_000_000L / MotionField.STEPS_PER_SECOND;

    private FactsMeter() {}

    /**
     * Measures a segment.
     *
     * @param tensors the segment's own
     * @param audioScores of the audio encoder; empty without sound
     */
    public static SegmentFacts measure(
            Segment segment, SegmentTensors tensors, float[] audioScores) {
        int steps = steps(segment.span());
        MotionFacts motion =
                segment.motion()
                        .map(
                                field ->
                                        MotionFacts.of(
                                                field,
                                                steps,
                                                firstStep(field, segment.span(), steps)))
                        .orElseGet(() -> MotionFacts.none(steps));
        short[] pcm = tensors.pcm().orElseGet(() -> new short[0]);
        return new SegmentFacts(
                STEP_US,
                motion.activity(),
                motion.globalDx(),
                motion.globalDy(),
                Loudness.dbfs(pcm, AudioSamples.SAMPLE_RATE_HZ, STEP_US, steps),
                tensors.rgb().map(FactsMeter::luma).orElse(-1f),
                segment.keyframes().stream().anyMatch(Keyframe::sceneCut),
                segment.video().isPresent() || !segment.keyframes().isEmpty(),
                segment.audio().isPresent(),
                segment.keyframes().stream().findFirst().map(Keyframe::ptsUs).orElse(-1L),
                audioScores);
    }

    /** Steps in a span: twelve in two seconds. */
    static int steps(TimeSpan span) {
        return (int) Math.max(1, Math.round(span.durationUs() / (double) STEP_US));
    }

    private static int firstStep(MotionField field, TimeSpan span, int steps) {
        long offset = Math.round((field.firstStepUs() - span.startUs()) / (double) STEP_US);
        return (int) Math.max(0, Math.min(offset, steps - field.steps()));
    }

    /** Mean luma, {@code [0, 1]}; weights of ITU-R BT.601. */
    static float luma(byte[] rgb) {
        int pixels = rgb.length / 3;
        double sum = 0;
        for (int i = 0; i < rgb.length; i += 3) {
            sum +=
                    0.299 * (rgb[i] & 0xff)
                            + 0.587 * (rgb[i + 1] & 0xff)
                            + 0.114 * (rgb[i + 2] & 0xff);
        }
        return (float) (sum / pixels / 255);
    }
}
