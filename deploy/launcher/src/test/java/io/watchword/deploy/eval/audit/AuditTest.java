package io.watchword.deploy.eval.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.watchword.contract.AudioSamples;
import io.watchword.contract.Keyframe;
import io.watchword.contract.MotionField;
import io.watchword.contract.Segment;
import io.watchword.contract.TimeSpan;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AuditTest {
    @Test
    void auditsAreReadFromAListAndUnknownOnesAreAllNamed() {
        assertThat(Audit.parse("blind, wrong-stream"))
                .containsExactly(Audit.BLIND, Audit.WRONG_STREAM);
        assertThat(Audit.parse("none")).isEmpty();
        assertThatThrownBy(() -> Audit.parse("blind,deaf,dumb"))
                .hasMessageContaining("\"deaf\", \"dumb\"")
                .hasMessageContaining("wrong-stream");
    }

    private static Segment segment(int sequence, int first) {
        byte[] vectors = new byte[3 * 2 * MotionField.CELLS];
        byte[] intra = new byte[3 * MotionField.CELLS];
        for (int step = 0; step < 3; step++) {
            vectors[step * 2 * MotionField.CELLS] = (byte) (step + 1);
            intra[step * MotionField.CELLS + step] = 1;
        }
        return new Segment(
                "stream",
                "segment-" + sequence,
                "a.mp4",
                0,
                sequence,
                new TimeSpan(0, 2_000_000),
                Optional.empty(),
                Optional.empty(),
                List.of(new Keyframe(0, new byte[] {(byte) first}, false, 16, 16)),
                Optional.of(new MotionField(3, 0, vectors, intra, new float[3])),
                Optional.of(new AudioSamples(0, 16_000, new short[] {1, 2, 3})),
                List.of(),
                0,
                false,
                false);
    }

    @Test
    void aFrozenSegmentShowsTheFirstPictureAndNothingMovesButTheSoundStays() {
        Segment frozen = Deprived.frozen(segment(1, 9), segment(0, 7));

        assertThat(frozen.keyframes().get(0).jpeg()).containsExactly(7);
        assertThat(frozen.motion().orElseThrow().vectors()).containsOnly(0);
        assertThat(frozen.motion().orElseThrow().intra()).containsOnly(0);
        assertThat(frozen.audio()).isPresent();
        assertThat(frozen.segmentId()).isEqualTo("segment-1");
    }

    @Test
    void shufflingKeepsEachStepWholeAndChangesTheirOrder() {
        MotionField mixed = Deprived.shuffled(segment(0, 7), new Random(5)).motion().orElseThrow();

        int[] order = new int[3];
        for (int step = 0; step < 3; step++) {
            order[step] = mixed.dx(step, 0, 0) - 1;
            assertThat(mixed.intra(step, 0, order[step])).isTrue();
        }
        assertThat(order).containsExactlyInAnyOrder(0, 1, 2);
        assertThat(order).isNotEqualTo(new int[] {0, 1, 2});
    }

    @Test
    void aMutedSegmentHasNoSoundAndAllElse() {
        Segment muted = Deprived.muted(segment(0, 7));

        assertThat(muted.audio()).isEmpty();
        assertThat(muted.motion()).isPresent();
        assertThat(muted.keyframes()).hasSize(1);
    }
}
