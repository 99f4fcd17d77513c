package io.watchword.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class TokenBlockTest {
    @Test
    void errsByHalfAStepAtMost() {
        for (int seed = 0; seed < 200; seed++) {
            float[] embeddings = new RandomRecords(seed).floats(15 * 128);

            TokenBlock block = TokenBlock.quantise(Modality.SPATIAL, 15, 128, embeddings);
            float[] read = block.dequantise();

            float largestError = 0;
            float largest = 0;
            for (int i = 0; i < read.length; i++) {
                largestError = Math.max(largestError, Math.abs(read[i] - embeddings[i]));
                largest = Math.max(largest, Math.abs(embeddings[i]));
            }
            assertThat(largestError)
                    .as("seed %d", seed)
                    .isLessThanOrEqualTo(largest / 254 * 1.0001f);
        }
    }

    @Test
    void keepsTheLargestMagnitudeTheSignsAndZero() {
        TokenBlock block = TokenBlock.quantise(Modality.MOTION, 1, 3, new float[] {-2, 0, 1});

        assertThat(block.values()).containsExactly(-127, 0, 64);
        assertThat(block.dequantise()[0]).isEqualTo(-2f);
    }

    @Test
    void keepsSignsAtTheEndsOfTheRange() {
        TokenBlock zeros = TokenBlock.quantise(Modality.AUDIO, 1, 2, new float[2]);
        TokenBlock huge =
                TokenBlock.quantise(
                        Modality.AUDIO, 1, 2, new float[] {Float.MAX_VALUE, -Float.MAX_VALUE});
        float tiny = 190 * Float.MIN_VALUE;
        TokenBlock least = TokenBlock.quantise(Modality.AUDIO, 1, 2, new float[] {tiny, -tiny});

        assertThat(zeros.dequantise()).containsExactly(0, 0);
        assertThat(zeros.isZero()).isTrue();
        assertThat(least.isZero()).isFalse();
        assertThat(new TokenBlock(Modality.AUDIO, 1, 2, 1, new byte[2]).isZero()).isTrue();
        assertThat(huge.values()).containsExactly(127, -127);
        assertThat(least.values()).containsExactly(127, -127);
    }

    @Test
    void refusesNumbersThatAModelMustNotSee() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> TokenBlock.quantise(Modality.AUDIO, 1, 2, new float[] {1, Float.NaN}))
                .withMessageContaining("AUDIO embeddings hold NaN");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                TokenBlock.quantise(
                                        Modality.AUDIO,
                                        1,
                                        1,
                                        new float[] {Float.NEGATIVE_INFINITY}))
                .withMessageContaining("-Infinity");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TokenBlock.quantise(Modality.AUDIO, 2, 2, new float[3]))
                .withMessageContaining("3 values, 2×2 needs 4");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TokenBlock(Modality.AUDIO, 2, 2, 1, new byte[5]))
                .withMessageContaining("5 values, 2×2 needs 4");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TokenBlock(Modality.AUDIO, 1, 1, Float.NaN, new byte[1]))
                .withMessageContaining("NaN");
    }
}
