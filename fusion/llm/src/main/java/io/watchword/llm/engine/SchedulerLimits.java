package io.watchword.llm.engine;

import static io.watchword.contract.Checks.checkArgument;

/**
 * What a scheduler may take on.
 *
 * @param threads threads that decode, each a batch of its own
 * @param maxBatchSize sequences that one thread decodes side by side
 * @param maxWaiting jobs that may wait; one more is refused
 * @param cachePositions positions that the KV caches of one thread may hold, those of padding and
 *     those set aside for tokens to come among them
 * @param prefillPositions positions of prompts that are run between two decode steps; a longer
 *     prompt is run alone
 * @param ageingNs time after which a waiting job counts as one of the next higher priority
 */
public record SchedulerLimits(
        int threads,
        int maxBatchSize,
        int maxWaiting,
        int cachePositions,
        int prefillPositions,
        long ageingNs) {
    /** Enough for small models on a small machine. */
    public static final SchedulerLimits DEFAULT =
            new SchedulerLimits(1, 16, 64, 16_384, 1_024, 10_000_000_000L);

    public SchedulerLimits {
        checkArgument(threads > 0, "threads is %d", threads);
        checkArgument(maxBatchSize > 0, "maxBatchSize is %d", maxBatchSize);
        checkArgument(maxWaiting > 0, "maxWaiting is %d", maxWaiting);
        checkArgument(cachePositions > 0, "cachePositions is %d", cachePositions);
        checkArgument(prefillPositions > 0, "prefillPositions is %d", prefillPositions);
        checkArgument(ageingNs > 0, "ageingNs is %d", ageingNs);
    }
}
