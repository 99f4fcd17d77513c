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
 * @param remote a language model on another server, in place of the bundle's own
 */
public record LlmConfig(
        String host,
        int port,
        int decodeThreads,
        int maxQueued,
        int maxCallsPerConnection,
        RemoteConfig remote) {
    public static final LlmConfig DEFAULT =
            new LlmConfig("127.0.0.1", 0, 1, 64, 100, RemoteConfig.DEFAULT);

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
        requireNonNull(remote, "llm.remote is missing");
    }

    /** Listening on another port. */
    public LlmConfig withPort(int other) {
        return new LlmConfig(host, other, decodeThreads, maxQueued, maxCallsPerConnection, remote);
    }

    /** Requests answered at the same time: by this machine's cores, or by another server. */
    public int threads() {
        return remote.protocol() == RemoteConfig.Protocol.NONE
                ? decodeThreads
                : remote.maxInFlight();
    }
}
