package io.watchword.llm;

import static io.watchword.contract.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

/**
 * The {@code llm} section of pipeline.yaml.
 *
 * @param host address to listen on; the service has no access control, so keep it on loopback
 *     unless the network is private
 * @param port TCP port; 0 takes a free one
 * @param decodeThreads captions decoded at the same time, one core each
 * @param maxQueued requests that may wait for a decode thread; one more is refused as OVERLOADED
 * @param maxCallsPerConnection calls one client connection may have open; further ones wait at the
 *     client
 */
public record LlmConfig(
        String host, int port, int decodeThreads, int maxQueued, int maxCallsPerConnection) {
    public static final LlmConfig DEFAULT = new LlmConfig("127.0.0.1", 0, 1, 64, 100);

    public LlmConfig {
        requireNonNull(host, "llm.host is missing");
        checkArgument(!host.isBlank(), "llm.host is blank");
        checkArgument(port >= 0 && port <= 65_535, "llm.port is not in [0, 65535]: %d", port);
        checkArgument(decodeThreads > 0, "llm.decodeThreads is not positive: %d", decodeThreads);
        checkArgument(maxQueued > 0, "llm.maxQueued is not positive: %d", maxQueued);
        checkArgument(
                maxCallsPerConnection > 0,
                "llm.maxCallsPerConnection is not positive: %d",
                maxCallsPerConnection);
    }
}
