package io.watchword.ingest.segment;

import io.watchword.contract.AudioSamples;
import io.watchword.contract.Keyframe;
import io.watchword.contract.MotionField;
import io.watchword.ingest.audio.PcmWindow;
import io.watchword.ingest.motion.MotionStep;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What has arrived for one segment so far. */
final class SegmentDraft {
    final List<Keyframe> keyframes = new ArrayList<>();
    final PcmWindow pcm;
    boolean firstKeyframeUsable;
    boolean discontinuity;
    boolean motionUnknown; // too little was decoded to tell motion from rest
    boolean arrived; // packets came for it, whether or not they were decoded
    boolean paused;
    int frames;
    int good;
    int bad;
    private final long startUs;
    private final MotionStep[] steps;
    private int stepCount;

    SegmentDraft(long startUs, long segmentUs) {
        this.startUs = startUs;
        this.steps = new MotionStep[(int) (segmentUs * MotionField.STEPS_PER_SECOND / 1_000_000)];
        Arrays.fill(steps, MotionStep.STILL);
        this.pcm =
                new PcmWindow(
                        startUs * AudioSamples.SAMPLE_RATE_HZ / 1_000_000,
                        (int) (segmentUs * AudioSamples.SAMPLE_RATE_HZ / 1_000_000));
    }

    void step(int index, MotionStep step) {
        steps[index] = step;
        stepCount = Math.max(stepCount, index + 1);
    }

    boolean hasMotion() {
        return stepCount > 0 && !motionUnknown;
    }

    /** Whether nothing was seen and nothing was heard. */
    boolean isEmpty() {
        return frames == 0 && pcm.isEmpty();
    }

    Optional<MotionField> motion() {
        if (!hasMotion()) {
            return Optional.empty();
        }
        byte[] vectors = new byte[stepCount * 2 * MotionField.CELLS];
        byte[] intra = new byte[stepCount * MotionField.CELLS];
        float[] floors = new float[stepCount];
        for (int i = 0; i < stepCount; i++) {
            System.arraycopy(
                    steps[i].vectors(),
                    0,
                    vectors,
                    i * 2 * MotionField.CELLS,
                    2 * MotionField.CELLS);
            System.arraycopy(steps[i].intra(), 0, intra, i * MotionField.CELLS, MotionField.CELLS);
            floors[i] = steps[i].noiseFloor();
        }
        return Optional.of(new MotionField(stepCount, startUs, vectors, intra, floors));
    }

    float decodeErrorRatio() {
        return good + bad == 0 ? 0 : (float) bad / (good + bad);
    }
}
