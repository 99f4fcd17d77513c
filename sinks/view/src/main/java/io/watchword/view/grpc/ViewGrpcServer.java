package io.watchword.view.grpc;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerInterceptor;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.watchword.view.ViewConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gRPC server of the view, on loopback only: the services it is given, health and reflection.
 * Owns its threads. What one connection may ask for is limited, so that no caller holds up another.
 */
public final class ViewGrpcServer implements AutoCloseable {
    private static final Logger logger = LoggerFactory.getLogger(ViewGrpcServer.class);
    private static final String HOST = "127.0.0.1";
    private static final int MAX_METADATA_BYTES = 8 << 10;
    private static final int MAX_RESETS = 200;
    private static final int RESET_WINDOW_S = 10;
    private static final int FLOW_CONTROL_WINDOW_BYTES = 256 << 10;
    private static final int THREADS = 16;
    private static final long DRAIN_MS = 500;
    private static final long STOP_WITHIN_S = 3;

    private final Server server;
    private final HealthStatusManager health;
    private final ExecutorService calls;

    private ViewGrpcServer(Server server, HealthStatusManager health, ExecutorService calls) {
        this.server = server;
        this.health = health;
        this.calls = calls;
    }

    /**
     * Serves.
     *
     * @param access finds out what a caller may see, or refuses it: see {@link CallerRights}
     * @throws IllegalArgumentException with one clear line if the port is in use
     */
    public static ViewGrpcServer start(
            ViewConfig.GrpcConfig config,
            ServerInterceptor access,
            List<? extends BindableService> services) {
        AtomicInteger number = new AtomicInteger();
        ExecutorService calls =
                Executors.newFixedThreadPool(
                        THREADS,
                        task -> {
                            Thread thread =
                                    new Thread(task, "view-grpc-" + number.incrementAndGet());
                            thread.setDaemon(true);
                            return thread;
                        });
        HealthStatusManager health = new HealthStatusManager();
        NettyServerBuilder builder =
                NettyServerBuilder.forAddress(new InetSocketAddress(loopback(), config.port()))
                        .executor(calls)
                        .intercept(access)
                        .maxInboundMessageSize(config.maxMessage())
                        .maxInboundMetadataSize(MAX_METADATA_BYTES)
                        .maxConcurrentCallsPerConnection(config.maxCallsPerConnection())
                        .maxRstFramesPerWindow(MAX_RESETS, RESET_WINDOW_S)
                        .flowControlWindow(FLOW_CONTROL_WINDOW_BYTES)
                        .handshakeTimeout(10, SECONDS)
                        .keepAliveTime(60, SECONDS)
                        .keepAliveTimeout(20, SECONDS)
                        .permitKeepAliveTime(30, SECONDS)
                        .maxConnectionAge(config.maxConnectionAge().toMillis(), MILLISECONDS)
                        .maxConnectionAgeGrace(config.connectionGrace().toMillis(), MILLISECONDS)
                        .addService(health.getHealthService())
                        .addService(ProtoReflectionServiceV1.newInstance());
        services.forEach(builder::addService);
        try {
            Server server = builder.build().start();
            services.forEach(
                    service ->
                            health.setStatus(
                                    service.bindService().getServiceDescriptor().getName(),
                                    ServingStatus.SERVING));
            logger.atInfo().addKeyValue("port", server.getPort()).log("view serves gRPC");
            return new ViewGrpcServer(server, health, calls);
        } catch (IOException e) {
            calls.shutdownNow();
            throw new IllegalArgumentException(
                    "view.grpc.port: "
                            + HOST
                            + ":"
                            + config.port()
                            + " cannot be listened on: "
                            + reason(e),
                    e);
        }
    }

    private static InetAddress loopback() {
        try {
            return InetAddress.getByAddress(HOST, new byte[] {127, 0, 0, 1});
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are no address", e);
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

    /** Takes no more calls, lets those that are short finish, and ends the others. */
    @Override
    public void close() {
        health.enterTerminalState();
        server.shutdown();
        try {
            if (!server.awaitTermination(DRAIN_MS, MILLISECONDS)) {
                server.shutdownNow();
                server.awaitTermination(STOP_WITHIN_S, SECONDS);
            }
        } catch (InterruptedException e) {
            server.shutdownNow();
            Thread.currentThread().interrupt();
        }
        calls.shutdownNow();
    }
}
