package io.watchword.llm;

import static io.watchword.contract.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

import io.watchword.llm.engine.SchedulerLimits;
import java.time.Duration;

/**
 * The {@code llm} section of pipeline.yaml.
 *
 * @param host address to listen on; the service has no access control, so keep it on loopback
 *     unless the network is private
 * @param port TCP port; 0 takes a free one
 * @param decodeThreads threads that decode, one core each; every one runs a batch of its own
 * @param maxBatchSize answers that one thread decodes side by side
 * @param maxQueued requests that may wait for their turn; one more is refused as OVERLOADED
 * @param cachePositions positions that the KV caches of one thread may hold; requests that find no
 *     room wait
 * @param prefillPositions positions of prompts that are read between two tokens of the answers
 *     under way
 * @param drainTimeout how long answers under way may go on when the server stops
 * @param maxCallsPerConnection calls one client connection may have open; further ones wait at the
 *     client
 * @param remote a language model on another server, in place of the bundle's own
 */
public record LlmConfig(
        String host,
        int port,
        int decodeThreads,
        int maxBatchSize,
        int maxQueued,
        int cachePositions,
        int prefillPositions,
        Duration drainTimeout,
        int maxCallsPerConnection,
        RemoteConfig remote) {
    public static final LlmConfig DEFAULT =
            new LlmConfig(
                    "127.0.0.1",
                    0,
                    1,
                    16,
                    64,
                    16_384,
                    1_024,
                    Duration.ofSeconds(5),
                    100,
                    RemoteConfig.DEFAULT);

    public LlmConfig {
        requireNonNull(host, "llm.host is missing");
        checkArgument(!host.isBlank(), "llm.host is blank");
        checkArgument(port >= 0 && port <= 65_535, "llm.port is not in [0, 65535]: %d", port);
        checkPositive("decodeThreads", decodeThreads);
        checkPositive("maxBatchSize", maxBatchSize);
        checkPositive("maxQueued", maxQueued);
        checkPositive("cachePositions", cachePositions);
        checkPositive("prefillPositions", prefillPositions);
        requireNonNull(drainTimeout, "llm.drainTimeout is missing");
        checkArgument(!drainTimeout.isNegative(), "llm.drainTimeout is negative: %s", drainTimeout);
        checkPositive("maxCallsPerConnection", maxCallsPerConnection);
        requireNonNull(remote, "llm.remote is missing");
    }

    private static void checkPositive(String key, int value) {
        checkArgument(value > 0, "llm.%s is not positive: %d", key, value);
    }

    /** Listening on another port. */
    public LlmConfig withPort(int other) {
        return new LlmConfig(
                host,
                other,
                decodeThreads,
                maxBatchSize,
                maxQueued,
                cachePositions,
                prefillPositions,
                drainTimeout,
                maxCallsPerConnection,
                remote);
    }

    /** What the bundle's own decoder may take on. */
    public SchedulerLimits schedulerLimits() {
        return new SchedulerLimits(
                decodeThreads,
                maxBatchSize,
                maxQueued,
                cachePositions,
                prefillPositions,
                SchedulerLimits.DEFAULT.ageingNs());
    }

    private boolean ownDecoder() {
        return remote.protocol() == RemoteConfig.Protocol.NONE;
    }

    /** Threads that wait for answers: one for each request here, or on its way elsewhere. */
    public int answerThreads() {
        return ownDecoder()
                ? Math.addExact(Math.multiplyExact(decodeThreads, maxBatchSize), maxQueued)
                : remote.maxInFlight();
    }

    /** Requests that may wait for such a thread: the scheduler has a queue of its own. */
    public int queuedForThreads() {
        return ownDecoder() ? 0 : maxQueued;
    }
}
