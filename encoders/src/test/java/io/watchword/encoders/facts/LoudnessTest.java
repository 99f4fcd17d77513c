package io.watchword.encoders.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LoudnessTest {
    private static final long STEP_US = 166_666;

    @Test
    void aFullScaleSineIsThreeDecibelsBelowZero() {
        short[] pcm = new short[32_000];
        for (int i = 0; i < pcm.length; i++) {
            pcm[i] = (short) Math.round(32767 * Math.sin(2 * Math.PI * 440 * i / 16_000));
        }

        float[] levels = Loudness.dbfs(pcm, 16_000, STEP_US, 12);

        assertThat(levels).hasSize(12);
        for (float level : levels) {
            assertThat(level).isCloseTo(-3.01f, within(0.1f));
        }
    }

    @Test
    void silenceAndWhatLiesPastTheEndAreSilent() {
        assertThat(Loudness.dbfs(new short[0], 16_000, STEP_US, 2)).containsExactly(-120, -120);
        assertThat(Loudness.dbfs(new short[8000], 16_000, STEP_US, 2)).containsExactly(-120, -120);
    }

    @Test
    void aBangIsLoudInItsOwnStepOnly() {
        short[] pcm = new short[32_000];
        Arrays.fill(pcm, 16_000, 16_500, (short) 16_384);

        float[] levels = Loudness.dbfs(pcm, 16_000, STEP_US, 12);

        assertThat(levels[5]).isEqualTo(-120);
        assertThat(levels[6]).isGreaterThan(-15);
        assertThat(levels[7]).isEqualTo(-120);
    }
}
