package io.watchword.llm.dense;

import static io.watchword.contract.Checks.checkArgument;

/**
 * Times relative to a span, as one of {@code count} numbers: 0 is the start, {@code count - 1} the
 * end, rounded down between (Vid2Seq, Yang et al. 2023, section 3.1). The widest error is one part
 * of {@code count - 1}.
 */
public record TimeBins(int count) {
    public TimeBins {
        checkArgument(count >= 2, "time bins: %d, required at least 2", count);
    }

    /** The bin of a time; times outside the span are those of its ends. */
    public int bin(long offsetUs, long durationUs) {
        checkArgument(durationUs > 0, "span of %d us has no bins", durationUs);
        long within = Math.max(0, Math.min(offsetUs, durationUs));
        return (int) (Math.multiplyExact(within, (long) count - 1) / durationUs);
    }

    /** The time of a bin; a bin beyond the last is the end of the span. */
    public long offsetUs(int bin, long durationUs) {
        long within = Math.max(0, Math.min(bin, count - 1));
        return within * durationUs / (count - 1);
    }
}
