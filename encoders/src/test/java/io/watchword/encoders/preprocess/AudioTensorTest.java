package io.watchword.encoders.preprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.watchword.contract.AudioSamples;
import io.watchword.contract.TimeSpan;
import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;

class AudioTensorTest {
    private static final TimeSpan SPAN = new TimeSpan(2_000_000, 4_000_000);

    private final AudioTensor tensor = new AudioTensor(16_000, 32_000);

    @Test
    void putsTheFirstSampleWhereItsTimeSays() {
        short[] pcm = tensor.of(new AudioSamples(2_001_000, 16_000, new short[] {1, 2, 3}), SPAN);

        assertThat(pcm).hasSize(32_000);
        assertThat(pcm[15]).isZero();
        assertThat(pcm[16]).isEqualTo((short) 1);
        assertThat(pcm[18]).isEqualTo((short) 3);
        assertThat(pcm[19]).isZero();
    }

    @Test
    void dropsWhatLiesOutsideTheSegment() {
        short[] samples = new short[40_000];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) (i % 30_000);
        }

        short[] pcm = tensor.of(new AudioSamples(1_999_000, 16_000, samples), SPAN);

        assertThat(pcm[0]).isEqualTo((short) 16);
        assertThat(pcm[31_999]).isEqualTo((short) ((31_999 + 16) % 30_000));
    }

    @Test
    void isSilentWhereTheSoundIsElsewhere() {
        short[] pcm = tensor.of(new AudioSamples(9_000_000, 16_000, new short[] {5, 5}), SPAN);

        assertThat(pcm).containsOnly((short) 0);
    }

    @Test
    void writesSamplesBetweenMinusOneAndOne() {
        AudioTensor four = new AudioTensor(16_000, 4);
        FloatBuffer values = FloatBuffer.allocate(5);

        four.write(new short[] {0, 16384, -32768, 32767}, values, 1);

        assertThat(values.array()).containsExactly(0, 0, 0.5f, -1, 32767 / 32768f);
    }

    @Test
    void refusesAnotherSampleRate() {
        assertThatThrownBy(() -> new AudioTensor(48_000, 1)).hasMessageContaining("48000");
        assertThatThrownBy(() -> tensor.of(new AudioSamples(0, 8_000, new short[1]), SPAN))
                .hasMessage("sound has 8000 Hz, the encoder takes 16000");
    }
}
