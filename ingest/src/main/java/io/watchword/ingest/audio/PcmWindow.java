package io.watchword.ingest.audio;

import io.watchword.contract.AudioSamples;
import java.util.Arrays;
import java.util.Optional;

/**
 * The sound of one segment while it arrives. Holds at most the segment's own samples; what lies
 * outside is ignored. Holes between samples are silence, before the first and after the last
 * nothing is invented. Not thread-safe.
 */
public final class PcmWindow {
    private final long firstSample;
    private final short[] samples;
    private int low = Integer.MAX_VALUE;
    private int high;

    /**
     * @param firstSample the window's start, samples since the stream's start
     * @param length samples
     */
    public PcmWindow(long firstSample, int length) {
        this.firstSample = firstSample;
        this.samples = new short[length];
    }

    /** Copies the part that falls into the window. */
    public void put(long startSample, short[] pcm, int count) {
        long from = Math.max(startSample, firstSample);
        long to = Math.min(startSample + count, firstSample + samples.length);
        if (from >= to) {
            return;
        }
        int at = (int) (from - firstSample);
        System.arraycopy(pcm, (int) (from - startSample), samples, at, (int) (to - from));
        low = Math.min(low, at);
        high = Math.max(high, (int) (to - firstSample));
    }

    public boolean isEmpty() {
        return low >= high;
    }

    /** Returns a copy of what arrived, or empty when nothing did. */
    public Optional<AudioSamples> audio() {
        if (isEmpty()) {
            return Optional.empty();
        }
        long startUs = (firstSample + low) * 1_000_000 / AudioSamples.SAMPLE_RATE_HZ;
        return Optional.of(
                new AudioSamples(
                        startUs,
                        AudioSamples.SAMPLE_RATE_HZ,
                        Arrays.copyOfRange(samples, low, high)));
    }
}
