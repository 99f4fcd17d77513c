package io.watchword.deploy.view;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.watchword.contract.AudioSamples;
import io.watchword.contract.Keyframe;
import io.watchword.contract.MotionField;
import io.watchword.contract.Segment;
import io.watchword.contract.TimeSpan;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Segments of two seconds: one cell moves in the first step, and the first second is loud. */
final class SampleSegments {
    private SampleSegments() {}

    static Segment of(String streamId, long number) {
        long startUs = number * 2_000_000;
        byte[] vectors = new byte[MotionField.MAX_STEPS * 2 * MotionField.CELLS];
        vectors[1] = 6; // second cell, to the right
        short[] samples = new short[2 * AudioSamples.SAMPLE_RATE_HZ];
        Arrays.fill(samples, 0, AudioSamples.SAMPLE_RATE_HZ, (short) 3277);
        return new Segment(
                streamId,
                streamId + "-" + number,
                "camera",
                0,
                number,
                new TimeSpan(startUs, startUs + 2_000_000),
                Optional.empty(),
                Optional.empty(),
                List.of(
                        new Keyframe(startUs, jpeg(streamId, number), false, 16, 9),
                        new Keyframe(startUs + 1_000_000, "later".getBytes(UTF_8), false, 16, 9)),
                Optional.of(
                        new MotionField(
                                MotionField.MAX_STEPS,
                                startUs,
                                vectors,
                                new byte[MotionField.MAX_STEPS * MotionField.CELLS],
                                new float[MotionField.MAX_STEPS])),
                Optional.of(new AudioSamples(startUs, AudioSamples.SAMPLE_RATE_HZ, samples)),
                List.of(),
                0,
                false,
                false);
    }

    static byte[] jpeg(String streamId, long number) {
        return (streamId + number).getBytes(UTF_8);
    }
}
