package io.watchword.encoders.batch;

import static io.watchword.contract.Checks.checkArgument;

/**
 * How a model's callers are put together.
 *
 * @param queueCapacity most inputs that wait; a caller that finds it full waits
 * @param maxQueueDelayNs longest an input waits for company
 */
public record BatchLimits(int maxBatchSize, int queueCapacity, long maxQueueDelayNs) {
    public BatchLimits {
        checkArgument(maxBatchSize > 0, "maxBatchSize is not positive: %d", maxBatchSize);
        checkArgument(
                queueCapacity >= maxBatchSize,
                "queueCapacity is %d, less than a batch of %d",
                queueCapacity,
                maxBatchSize);
        checkArgument(maxQueueDelayNs >= 0, "maxQueueDelayNs is negative: %d", maxQueueDelayNs);
    }
}
