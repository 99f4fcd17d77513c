package io.watchword.view;

import static io.watchword.contract.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * The {@code view} section of pipeline.yaml: how events reach those who look.
 *
 * @param applicationId instances with one id share the streams
 * @param advertisedAddress host:port at which the other instances reach this one's gRPC server;
 *     empty where there is one instance
 * @param threads that read the topics
 * @param evidenceKept how long what an event can be compared by waits for the event; a description
 *     that comes later is found by its words only. About 600 bytes a segment
 */
public record ViewConfig(
        String applicationId,
        String advertisedAddress,
        int threads,
        Duration evidenceKept,
        FeedConfig feed,
        GrpcConfig grpc) {
    public static final ViewConfig DEFAULT =
            new ViewConfig(
                    "watchword-view",
                    "",
                    1,
                    Duration.ofHours(24),
                    FeedConfig.DEFAULT,
                    GrpcConfig.DEFAULT);

    public ViewConfig {
        requireNonNull(applicationId, "view.applicationId is missing");
        requireNonNull(advertisedAddress, "view.advertisedAddress is missing");
        requireNonNull(evidenceKept, "view.evidenceKept is missing");
        requireNonNull(feed, "view.feed is missing");
        requireNonNull(grpc, "view.grpc is missing");
        checkArgument(
                applicationId.matches("[a-zA-Z0-9._-]{1,100}"),
                "view.applicationId is \"%s\", required 1 to 100 letters, digits, dots,"
                        + " underscores or hyphens",
                applicationId);
        checkArgument(
                advertisedAddress.isEmpty() || advertisedAddress.matches("[^\\s/@]+:[0-9]{1,5}"),
                "view.advertisedAddress is \"%s\", required host:port, or nothing",
                advertisedAddress);
        checkArgument(threads >= 1 && threads <= 64, "view.threads is %d, not in [1, 64]", threads);
        checkArgument(
                evidenceKept.compareTo(Duration.ofMinutes(10)) >= 0,
                "view.evidenceKept is %s, required at least 10 minutes",
                evidenceKept);
    }

    /** The same, as one of several instances. */
    public ViewConfig withAdvertisedAddress(String address) {
        return new ViewConfig(applicationId, address, threads, evidenceKept, feed, grpc);
    }

    /**
     * How events are handed on as they land.
     *
     * @param queue events that may wait for one follower; one more, and the follower is cut off
     * @param recent newest events that are held in memory, for followers that come back. About 4 KB
     *     each
     * @param maxFollowers at most so many at once
     */
    public record FeedConfig(int queue, int recent, int maxFollowers) {
        public static final FeedConfig DEFAULT = new FeedConfig(256, 2048, 1000);

        public FeedConfig {
            checkArgument(
                    queue >= 1 && queue <= 100_000,
                    "view.feed.queue is %d, not in [1, 100000]",
                    queue);
            checkArgument(
                    recent >= 1 && recent <= 100_000,
                    "view.feed.recent is %d, not in [1, 100000]",
                    recent);
            checkArgument(
                    maxFollowers >= 1 && maxFollowers <= 100_000,
                    "view.feed.maxFollowers is %d, not in [1, 100000]",
                    maxFollowers);
        }
    }

    /**
     * The gRPC server.
     *
     * @param host address that it binds; another than loopback takes {@code access.required}
     * @param port 0 takes a free one
     * @param maxMessage largest request in bytes
     * @param maxCallsPerConnection at once
     * @param maxConnectionAge after this a connection is asked to come again
     * @param connectionGrace how long calls may go on after that
     */
    public record GrpcConfig(
            String host,
            int port,
            int maxMessage,
            int maxCallsPerConnection,
            Duration maxConnectionAge,
            Duration connectionGrace) {
        public static final GrpcConfig DEFAULT =
                new GrpcConfig(
                        "127.0.0.1", 0, 4 << 20, 100, Duration.ofHours(1), Duration.ofMinutes(5));

        public GrpcConfig {
            requireNonNull(maxConnectionAge, "view.grpc.maxConnectionAge is missing");
            requireNonNull(connectionGrace, "view.grpc.connectionGrace is missing");
            checkArgument(!host.isBlank(), "view.grpc.host is empty");
            checkArgument(
                    port >= 0 && port <= 65535, "view.grpc.port is %d, not in [0, 65535]", port);
            checkArgument(
                    maxMessage >= 1024 && maxMessage <= 64 << 20,
                    "view.grpc.maxMessage is %d, not in [1KB, 64MB]",
                    maxMessage);
            checkArgument(
                    maxCallsPerConnection >= 1,
                    "view.grpc.maxCallsPerConnection is not positive: %d",
                    maxCallsPerConnection);
            checkArgument(
                    maxConnectionAge.compareTo(Duration.ofSeconds(1)) >= 0,
                    "view.grpc.maxConnectionAge is %s, required at least 1 s",
                    maxConnectionAge);
            checkArgument(
                    !connectionGrace.isNegative() && !connectionGrace.isZero(),
                    "view.grpc.connectionGrace is not positive: %s",
                    connectionGrace);
        }

        /** The same on another port. */
        public GrpcConfig onPort(int other) {
            return new GrpcConfig(
                    host,
                    other,
                    maxMessage,
                    maxCallsPerConnection,
                    maxConnectionAge,
                    connectionGrace);
        }

        /** The same at another address. */
        public GrpcConfig onHost(String other) {
            return new GrpcConfig(
                    other,
                    port,
                    maxMessage,
                    maxCallsPerConnection,
                    maxConnectionAge,
                    connectionGrace);
        }
    }
}
