package io.watchword.llm.engine;

import java.util.List;

/**
 * What strands need of a KV cache when they have said all they may. Pure.
 *
 * @param rows sequences side by side
 * @param widest positions of the widest: all rows of a cache are as wide
 */
record Room(int rows, int widest) {
    static Room of(List<? extends Strand> strands) {
        int rows = 0;
        int widest = 0;
        for (Strand strand : strands) {
            rows += strand.maxRows();
            widest = Math.max(widest, strand.prompt().positions() + strand.maxNewTokens());
        }
        return new Room(rows, widest);
    }

    /** For both side by side. */
    Room and(Room other) {
        return new Room(rows + other.rows, Math.max(widest, other.widest));
    }

    int positions() {
        return (int) Math.min(Integer.MAX_VALUE, (long) rows * widest);
    }

    boolean within(SchedulerLimits limits) {
        return rows <= limits.maxBatchSize() && positions() <= limits.cachePositions();
    }
}
