package io.watchword.encoders;

import static io.watchword.contract.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

import io.watchword.encoders.batch.BatchLimits;
import java.io.Serializable;
import java.time.Duration;

/**
 * The {@code encode} section of pipeline.yaml.
 *
 * @param maxBatchSize inputs in one run of a model; bounded by an accelerator's memory
 * @param maxQueueDelay longest an input waits for company; latency is traded for throughput here
 * @param queueCapacity inputs that wait for one model; the job reads no further while it is full
 * @param maxInFlight segments of one subtask that are being encoded at a time
 * @param timeout longest one segment may take before it goes to the dead letters
 * @param parallelism subtasks of the job; they share the models of their process
 * @param execution what the models run on
 */
public record EncodeConfig(
        int maxBatchSize,
        Duration maxQueueDelay,
        int queueCapacity,
        int maxInFlight,
        Duration timeout,
        int parallelism,
        ExecutionConfig execution)
        implements Serializable {
    public static final EncodeConfig DEFAULT =
            new EncodeConfig(
                    8,
                    Duration.ofMillis(2),
                    64,
                    16,
                    Duration.ofSeconds(60),
                    1,
                    ExecutionConfig.DEFAULT);

    public EncodeConfig {
        requireNonNull(maxQueueDelay, "encode.maxQueueDelay is missing");
        requireNonNull(timeout, "encode.timeout is missing");
        requireNonNull(execution, "encode.execution is missing");
        checkArgument(maxBatchSize > 0, "encode.maxBatchSize is not positive: %d", maxBatchSize);
        checkArgument(
                !maxQueueDelay.isNegative(), "encode.maxQueueDelay is negative: %s", maxQueueDelay);
        checkArgument(
                queueCapacity >= maxBatchSize,
                "encode.queueCapacity is %d, less than encode.maxBatchSize %d",
                queueCapacity,
                maxBatchSize);
        checkArgument(maxInFlight > 0, "encode.maxInFlight is not positive: %d", maxInFlight);
        checkArgument(
                !timeout.isNegative() && !timeout.isZero(),
                "encode.timeout is not positive: %s",
                timeout);
        checkArgument(parallelism > 0, "encode.parallelism is not positive: %d", parallelism);
    }

    public BatchLimits batchLimits() {
        return new BatchLimits(maxBatchSize, queueCapacity, maxQueueDelay.toNanos());
    }

    public EncodeConfig withParallelism(int subtasks) {
        return new EncodeConfig(
                maxBatchSize,
                maxQueueDelay,
                queueCapacity,
                maxInFlight,
                timeout,
                subtasks,
                execution);
    }
}
