package io.watchword.encoders.preprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.watchword.contract.MotionField;
import io.watchword.encoders.testing.LineageClips;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MotionClipTest {
    private static final int CELLS = MotionField.CELLS;
    private static final double X_DEVIATION = 0.00993703;

    private final LineageClips lineage = new LineageClips();

    @Test
    void equalsTheReferenceForVectorsOfLargePicturesAndOfSmallOnes() {
        List<float[]> clips = lineage.clips();

        assertEqual(clips.get(0), lineage.written("exported"));
        assertEqual(clips.get(1), lineage.written("short"));
    }

    private static void assertEqual(float[] found, float[] wanted) {
        assertThat(found).hasSameSizeAs(wanted);
        double worst = 0;
        double largest = 0;
        for (int i = 0; i < found.length; i++) {
            worst = Math.max(worst, Math.abs((double) found[i] - wanted[i]));
            largest = Math.max(largest, Math.abs(wanted[i]));
        }
        assertThat(worst).isLessThanOrEqualTo(1e-6);
        assertThat(largest).isGreaterThan(5);
    }

    @Test
    void equalsTheReferenceForStoredFields() {
        List<float[]> clips = lineage.clips();
        int stride = lineage.golden().path("storedStride").asInt();

        for (int i = 0; i < 2; i++) {
            JsonNode wanted = lineage.golden().path("stored").path(i);
            assertThat(wanted.size()).isGreaterThan(300);
            for (int k = 0; k < wanted.size(); k++) {
                assertThat((double) clips.get(2 + i)[k * stride])
                        .isCloseTo(wanted.get(k).asDouble(), within(1e-6));
            }
        }
    }

    @Test
    void aSegmentWithoutOneBeforeItComesFirstAndNothingMovesAfterIt() {
        byte[] planes = new byte[12 * 3 * CELLS];
        Arrays.fill(planes, (byte) 2);

        float[] clip = MotionClip.ofStored(Optional.empty(), planes);

        double right = 1 / 576.0 / X_DEVIATION;
        assertThat(clip[0]).isZero();
        assertThat((double) clip[CELLS]).isCloseTo(right, within(1e-6));
        assertThat((double) clip[11 * CELLS]).isCloseTo(right, within(1e-6));
        assertThat((double) clip[12 * CELLS]).isCloseTo(right / 2, within(1e-6));
        assertThat(clip[13 * CELLS]).isZero();
    }

    @Test
    void refusesWhatIsNoClip() {
        assertThatThrownBy(() -> MotionClip.ofStored(Optional.empty(), new byte[3]))
                .hasMessage("motion has 3 bytes, a clip of stored fields takes 25920");
        assertThatThrownBy(() -> new BlockVector(0, 1, 1, 1, 1, 1))
                .hasMessage("source of a vector is 0");
    }
}
