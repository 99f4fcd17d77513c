package io.watchword.encoders.preprocess;

import static io.watchword.contract.Checks.checkArgument;

import io.watchword.contract.AudioSamples;
import io.watchword.contract.TimeSpan;
import java.nio.FloatBuffer;

/**
 * Cuts a segment's sound to the fixed length an audio encoder takes: sample 0 is the segment's
 * start, what the segment does not have is silence. Pure. Thread-safe.
 */
public final class AudioTensor {
    private final int sampleRateHz;
    private final int samples;

    /**
     * @throws IllegalArgumentException if the rate is not the one that ingest resamples to
     */
    public AudioTensor(int sampleRateHz, int samples) {
        checkArgument(
                sampleRateHz == AudioSamples.SAMPLE_RATE_HZ,
                "audio.sampleRateHz is %d, segments have %d",
                sampleRateHz,
                AudioSamples.SAMPLE_RATE_HZ);
        checkArgument(samples > 0, "audio.samples is not positive: %d", samples);
        this.sampleRateHz = sampleRateHz;
        this.samples = samples;
    }

    public int sampleRateHz() {
        return sampleRateHz;
    }

    /** Samples of one piece of sound. */
    public int size() {
        return samples;
    }

    /**
     * Places the samples on the segment's clock.
     *
     * @return a new array, shape (samples)
     * @throws IllegalArgumentException if the sound has another sample rate
     */
    public short[] of(AudioSamples audio, TimeSpan span) {
        checkArgument(
                audio.sampleRateHz() == sampleRateHz,
                "sound has %d Hz, the encoder takes %d",
                audio.sampleRateHz(),
                sampleRateHz);
        short[] pcm = new short[samples];
        long offset = Math.round((audio.startUs() - span.startUs()) * (double) sampleRateHz / 1e6);
        long from = Math.max(0, -offset);
        long to = Math.max(0, offset);
        long count = Math.min(audio.samples().length - from, samples - to);
        if (count > 0) {
            System.arraycopy(audio.samples(), (int) from, pcm, (int) to, (int) count);
        }
        return pcm;
    }

    /**
     * Writes sound as a model takes it.
     *
     * @param values receives samples in {@code [-1, 1)}, from {@code offset}
     */
    public void write(short[] pcm, FloatBuffer values, int offset) {
        checkArgument(
                pcm.length == samples, "sound has %d samples, %d are needed", pcm.length, samples);
        for (int i = 0; i < pcm.length; i++) {
            values.put(offset + i, pcm[i] / 32768f);
        }
    }
}
