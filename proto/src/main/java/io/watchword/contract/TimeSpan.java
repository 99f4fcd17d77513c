package io.watchword.contract;

import static io.watchword.contract.Checks.checkArgument;

/**
 * Half-open span of media time, {@code [startUs, endUs)}, in microseconds on the stream's clock.
 */
public record TimeSpan(long startUs, long endUs) {
    public TimeSpan {
        checkArgument(startUs <= endUs, "span ends before it starts: [%d, %d)", startUs, endUs);
    }

    public long durationUs() {
        return endUs - startUs;
    }

    /** Touching spans do not overlap: {@code [0, 10)} and {@code [10, 20)} are neighbours. */
    public boolean overlaps(TimeSpan other) {
        return startUs < other.endUs && other.startUs < endUs;
    }
}
