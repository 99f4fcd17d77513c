package io.watchword.llm.grpc;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import io.grpc.Server;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.watchword.contract.bundle.ModelBundle;
import io.watchword.llm.LlmConfig;
import io.watchword.llm.decode.Captioner;
import io.watchword.llm.engine.EngineMetrics;
import io.watchword.proto.v1.DescribeGrpc;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gRPC server of the language model: {@code watchword.v1.Describe}, health and reflection. Owns
 * the model and its threads.
 */
public final class LlmServer implements AutoCloseable {
    private static final Logger logger = LoggerFactory.getLogger(LlmServer.class);
    private static final int MAX_MESSAGE_BYTES = 4 << 20;
    private static final int MAX_METADATA_BYTES = 8 << 10;
    private static final long STOP_WITHIN_S = 5;

    private final Server server;
    private final HealthStatusManager health;
    private final AnswerPool pool;
    private final Captioner captioner;
    private final Duration drainTimeout;

    private LlmServer(
            Server server,
            HealthStatusManager health,
            AnswerPool pool,
            Captioner captioner,
            Duration drainTimeout) {
        this.server = server;
        this.health = health;
        this.pool = pool;
        this.captioner = captioner;
        this.drainTimeout = drainTimeout;
    }

    /**
     * Opens the bundle's language model, or the one on another server that the configuration names,
     * and serves it.
     *
     * @param secrets values that the configuration only names: {@code secret:NAME} or an
     *     environment variable
     * @throws IllegalArgumentException with one clear line if the bundle cannot be run or the port
     *     is in use
     */
    public static LlmServer start(
            LlmConfig config, ModelBundle bundle, Function<String, Optional<String>> secrets) {
        return start(config, bundle, secrets, EngineMetrics.NONE);
    }

    /** Starts a server whose scheduler says what it does. */
    public static LlmServer start(
            LlmConfig config,
            ModelBundle bundle,
            Function<String, Optional<String>> secrets,
            EngineMetrics metrics) {
        return start(config, Captioners.open(config, bundle, secrets, metrics));
    }

    /**
     * Serves what answers requests, and owns it from now on.
     *
     * @throws IllegalArgumentException with one clear line if the port is in use
     */
    static LlmServer start(LlmConfig config, Captioner captioner) {
        AnswerPool pool = new AnswerPool(config.answerThreads(), config.queuedForThreads());
        HealthStatusManager health = new HealthStatusManager();
        try {
            Server server =
                    NettyServerBuilder.forAddress(
                                    new InetSocketAddress(config.host(), config.port()))
                            .maxInboundMessageSize(MAX_MESSAGE_BYTES)
                            .maxInboundMetadataSize(MAX_METADATA_BYTES)
                            .maxConcurrentCallsPerConnection(config.maxCallsPerConnection())
                            .handshakeTimeout(10, SECONDS)
                            .permitKeepAliveTime(30, SECONDS)
                            .addService(new DescribeService(captioner, pool))
                            .addService(health.getHealthService())
                            .addService(ProtoReflectionServiceV1.newInstance())
                            .build()
                            .start();
            health.setStatus(DescribeGrpc.SERVICE_NAME, ServingStatus.SERVING);
            logger.atInfo()
                    .addKeyValue("port", server.getPort())
                    .addKeyValue("model", captioner.name())
                    .log("language model serves");
            return new LlmServer(server, health, pool, captioner, config.drainTimeout());
        } catch (IOException e) {
            pool.close();
            captioner.close();
            throw new IllegalArgumentException(
                    "llm.port: "
                            + config.host()
                            + ":"
                            + config.port()
                            + " cannot be listened on: "
                            + reason(e),
                    e);
        } catch (IllegalArgumentException e) {
            pool.close();
            captioner.close();
            throw e;
        }
    }

    private static String reason(IOException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    }

    /** The TCP port served, also where 0 was asked for. */
    public int port() {
        return server.getPort();
    }

    /**
     * Takes no more calls, refuses those whose turn has not come, lets the others finish for a
     * while, and frees the model.
     */
    @Override
    public void close() {
        health.enterTerminalState();
        server.shutdown();
        captioner.drain();
        try {
            if (!server.awaitTermination(drainTimeout.toMillis(), MILLISECONDS)) {
                server.shutdownNow();
                server.awaitTermination(STOP_WITHIN_S, SECONDS);
            }
        } catch (InterruptedException e) {
            server.shutdownNow();
            Thread.currentThread().interrupt();
        }
        pool.close();
        if (pool.awaitEnd()) {
            captioner.close();
        } else {
            logger.atWarn().log("an answer is still waited for, its model is left open");
        }
    }
}
