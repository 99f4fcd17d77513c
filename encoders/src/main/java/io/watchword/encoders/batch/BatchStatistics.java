package io.watchword.encoders.batch;

import java.util.concurrent.atomic.LongAdder;

/** Counts batches. Thread-safe: inference threads add, anyone reads. */
public final class BatchStatistics implements BatchingEncoder.BatchListener {
    private final LongAdder batches = new LongAdder();
    private final LongAdder items = new LongAdder();
    private final LongAdder runNs = new LongAdder();

    @Override
    public void batchEncoded(String model, int size, long ranNs) {
        batches.increment();
        items.add(size);
        runNs.add(ranNs);
    }

    public long batches() {
        return batches.sum();
    }

    public long items() {
        return items.sum();
    }

    /** Time spent in models, all threads together. */
    public long runNs() {
        return runNs.sum();
    }
}
