package io.watchword.ingest.audio;

import io.watchword.contract.AudioSamples;

/**
 * Says where samples lie on the stream's clock. Sound that arrives within 50 ms of where the sound
 * before it ended follows it without a seam, because containers round audio pts; a larger hole
 * stays a hole, a larger overlap replaces what was there.
 */
public final class SampleClock {
    private static final long TOLERANCE_SAMPLES = AudioSamples.SAMPLE_RATE_HZ / 20;

    private long next;
    private boolean started;

    /** Number, since the stream's start, of the first of {@code count} samples heard at mediaUs. */
    public long place(long mediaUs, int count) {
        long declared = sampleAt(mediaUs);
        if (!started || Math.abs(declared - next) > TOLERANCE_SAMPLES) {
            started = true;
            next = declared;
        }
        long first = next;
        next += count;
        return first;
    }

    /** The sample heard at this time. */
    public static long sampleAt(long mediaUs) {
        return Math.floorDiv(mediaUs * AudioSamples.SAMPLE_RATE_HZ + 500_000, 1_000_000L);
    }
}
