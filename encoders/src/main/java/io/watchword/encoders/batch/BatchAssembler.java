package io.watchword.encoders.batch;

import static io.watchword.contract.Checks.checkArgument;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Queue;

/**
 * Groups waiting items into batches (dynamic batching). A batch is due when it is full, or when its
 * oldest item has waited {@code maxQueueDelayNs}. Items leave in the order in which they came. Not
 * thread-safe: the owner guards it.
 */
public final class BatchAssembler<T> {
    private record Waiting<T>(T item, long sinceNs) {}

    private final int maxBatchSize;
    private final int capacity;
    private final long maxQueueDelayNs;
    private final Queue<Waiting<T>> waiting = new ArrayDeque<>();

    /**
     * @param capacity most items that wait at a time
     */
    public BatchAssembler(int maxBatchSize, int capacity, long maxQueueDelayNs) {
        checkArgument(maxBatchSize > 0, "maxBatchSize is not positive: %d", maxBatchSize);
        checkArgument(
                capacity >= maxBatchSize,
                "capacity is %d, less than a batch of %d",
                capacity,
                maxBatchSize);
        checkArgument(maxQueueDelayNs >= 0, "maxQueueDelayNs is negative: %d", maxQueueDelayNs);
        this.maxBatchSize = maxBatchSize;
        this.capacity = capacity;
        this.maxQueueDelayNs = maxQueueDelayNs;
    }

    /** Returns false, keeping nothing, when the queue is full: the caller must slow down. */
    public boolean offer(T item, long nowNs) {
        return waiting.size() < capacity && waiting.add(new Waiting<>(item, nowNs));
    }

    /** Removes and returns the batch that is due, or an empty list when none is. */
    public List<T> poll(long nowNs) {
        List<T> batch = new ArrayList<>(maxBatchSize);
        if (isDue(nowNs)) {
            while (batch.size() < maxBatchSize && !waiting.isEmpty()) {
                batch.add(waiting.remove().item());
            }
        }
        return batch;
    }

    /** Removes and returns everything, due or not. */
    public List<T> drain() {
        List<T> rest = waiting.stream().map(Waiting::item).toList();
        waiting.clear();
        return rest;
    }

    /**
     * How long until a batch is due if nothing else comes; zero when one is, empty when none waits.
     */
    public OptionalLong dueInNs(long nowNs) {
        Waiting<T> oldest = waiting.peek();
        if (oldest == null) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(
                isDue(nowNs) ? 0 : Math.max(1, maxQueueDelayNs - (nowNs - oldest.sinceNs())));
    }

    private boolean isDue(long nowNs) {
        Waiting<T> oldest = waiting.peek();
        return oldest != null
                && (waiting.size() >= maxBatchSize || nowNs - oldest.sinceNs() >= maxQueueDelayNs);
    }
}
