package io.watchword.view.grpc;

import static io.watchword.contract.Checks.checkState;
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
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gRPC server of the view, on loopback unless told otherwise: the services it is given, health
 * and reflection. Owns its threads. What one connection may ask for is limited, so that no caller
 * holds up another.
 */
public final class ViewGrpcServer implements AutoCloseable {
    private static final Logger logger = LoggerFactory.getLogger(ViewGrpcServer.class);
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
     * @throws IllegalStateException if no rule says who may call a method
     */
    public static ViewGrpcServer start(
            ViewConfig.GrpcConfig config,
            ServerInterceptor access,
            List<? extends BindableService> services) {
        return start(config, Optional.empty(), access, services);
    }

    /**
     * PEM files that TLS takes.
     *
     * @param certificate the chain, the server's own first
     */
    public record TlsFiles(Path certificate, Path key) {}

    /**
     * Serves, with TLS where there are files for it.
     *
     * @throws IllegalArgumentException with one clear line if the port is in use, or a file cannot
     *     be used
     * @throws IllegalStateException if no rule says who may call a method
     */
    public static ViewGrpcServer start(
            ViewConfig.GrpcConfig config,
            Optional<TlsFiles> tls,
            ServerInterceptor access,
            List<? extends BindableService> services) {
        HealthStatusManager health = new HealthStatusManager();
        List<BindableService> all = new ArrayList<>(services);
        all.add(health.getHealthService());
        all.add(ProtoReflectionServiceV1.newInstance());
        List<String> missing =
                GrpcRules.missing(all.stream().map(BindableService::bindService).toList());
        checkState(missing.isEmpty(), "no rule says who may call %s", missing);
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
        NettyServerBuilder builder =
                NettyServerBuilder.forAddress(new InetSocketAddress(config.host(), config.port()))
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
                        .maxConnectionAgeGrace(config.connectionGrace().toMillis(), MILLISECONDS);
        tls.ifPresent(
                files ->
                        builder.useTransportSecurity(
                                files.certificate().toFile(), files.key().toFile()));
        all.forEach(builder::addService);
        return started(config, builder, new Made(health, calls, services));
    }

    /** What a server is made with. */
    private record Made(
            HealthStatusManager health,
            ExecutorService calls,
            List<? extends BindableService> services) {}

    private static ViewGrpcServer started(
            ViewConfig.GrpcConfig config, NettyServerBuilder builder, Made parts) {
        HealthStatusManager health = parts.health();
        try {
            Server server = builder.build().start();
            parts.services()
                    .forEach(
                            service ->
                                    health.setStatus(
                                            service.bindService().getServiceDescriptor().getName(),
                                            ServingStatus.SERVING));
            logger.atInfo().addKeyValue("port", server.getPort()).log("view serves gRPC");
            return new ViewGrpcServer(server, health, parts.calls());
        } catch (IOException e) {
            parts.calls().shutdownNow();
            throw new IllegalArgumentException(
                    "view.grpc.port: "
                            + config.host()
                            + ":"
                            + config.port()
                            + " cannot be listened on: "
                            + reason(e),
                    e);
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
