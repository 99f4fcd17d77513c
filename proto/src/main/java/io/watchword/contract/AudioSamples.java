package io.watchword.contract;

import static io.watchword.contract.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

/**
 * Mono sound on the stream's clock.
 *
 * @param startUs media time of the first sample, microseconds
 * @param samples signed 16-bit; belongs to this record
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record AudioSamples(long startUs, int sampleRateHz, short[] samples) {
    public static final int SAMPLE_RATE_HZ = 16_000;

    public AudioSamples {
        requireNonNull(samples, "samples is null");
        checkArgument(sampleRateHz > 0, "sample rate is not positive: %d Hz", sampleRateHz);
    }

    AudioSamples later(long byUs) {
        return new AudioSamples(startUs + byUs, sampleRateHz, samples);
    }
}
