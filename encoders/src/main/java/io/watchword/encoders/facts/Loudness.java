package io.watchword.encoders.facts;

import io.watchword.contract.SegmentFacts;

/** Sound level. Pure. */
public final class Loudness {
    private Loudness() {}

    /**
     * Level of each step, dB below a full-scale square wave.
     *
     * @param pcm the segment's sound from its start
     * @param steps values to give; a step past the end of the sound is silent
     */
    public static float[] dbfs(short[] pcm, int sampleRateHz, long stepUs, int steps) {
        float[] levels = new float[steps];
        for (int step = 0; step < steps; step++) {
            int from = (int) Math.min(pcm.length, step * stepUs * sampleRateHz / 1_000_000);
            int to = (int) Math.min(pcm.length, (step + 1) * stepUs * sampleRateHz / 1_000_000);
            levels[step] = dbfs(pcm, from, to);
        }
        return levels;
    }

    private static float dbfs(short[] pcm, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += (double) pcm[i] * pcm[i];
        }
        if (sum == 0) {
            return SegmentFacts.SILENCE_DBFS;
        }
        double level = 10 * Math.log10(sum / (to - from) / (32768.0 * 32768.0));
        return (float) Math.max(SegmentFacts.SILENCE_DBFS, level);
    }
}
