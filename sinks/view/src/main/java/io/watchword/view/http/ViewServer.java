package io.watchword.view.http;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.util.JavalinBindException;
import io.watchword.view.health.Health;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The page and its interface over HTTP, on 127.0.0.1. It answers at once, and refuses what needs
 * the view until {@link #serve} gives it. Owns its threads, not what it is given.
 */
public final class ViewServer implements AutoCloseable {
    private static final Logger logger = LoggerFactory.getLogger(ViewServer.class);
    private static final String HOST = "127.0.0.1";
    private static final int MAX_THREADS = 64;
    private static final int MIN_THREADS = 4;
    private static final int MAX_CONNECTIONS = 1024;

    /** Of a connection: what the system holds for a slow reader. */
    private static final int SEND_BUFFER_BYTES = 128 * 1024;

    private final AtomicReference<ViewParts> parts;
    private final Followers followers;
    private final Javalin javalin;
    private final List<Route> routes;
    private final AtomicBoolean closed = new AtomicBoolean();

    private ViewServer(
            AtomicReference<ViewParts> parts,
            Followers followers,
            Javalin javalin,
            List<Route> routes) {
        this.parts = parts;
        this.followers = followers;
        this.javalin = javalin;
        this.routes = routes;
    }

    /**
     * What does not change while the server runs.
     *
     * @param port on 127.0.0.1; 0 takes a free one
     * @param version of this build, for the document
     */
    public record Settings(int port, Access access, ViewLimits limits, String version) {
        public static Settings local(int port, String version) {
            return new Settings(port, Access.LOCAL, ViewLimits.DEFAULT, version);
        }
    }

    /**
     * Starts to answer.
     *
     * @throws IOException if the port is taken
     */
    public static ViewServer start(Settings settings, Health health) throws IOException {
        AtomicReference<ViewParts> parts = new AtomicReference<>();
        Followers followers = Followers.start(settings.limits());
        List<Route> routes = routes(settings, parts, followers, health);
        Javalin javalin = Javalin.create(config -> configure(config, settings, routes));
        try {
            javalin.start();
        } catch (JavalinBindException e) {
            followers.close();
            javalin.stop();
            throw new IOException("port " + settings.port() + " on " + HOST + " is in use", e);
        }
        return new ViewServer(parts, followers, javalin, routes);
    }

    private static List<Route> routes(
            Settings settings,
            AtomicReference<ViewParts> there,
            Followers followers,
            Health health) {
        Supplier<ViewParts> parts =
                () -> {
                    ViewParts found = there.get();
                    if (found == null) {
                        throw new Problem(503, "STARTING", "the view starts: try again soon");
                    }
                    return found;
                };
        List<Route> routes = new ArrayList<>();
        routes.addAll(new StreamsRoutes(parts).routes());
        routes.addAll(new FeedRoutes(parts, followers).routes()); // before events of that id
        routes.addAll(new EventsRoutes(parts).routes());
        routes.addAll(new MediaRoutes(parts).routes());
        routes.addAll(new SearchRoutes(parts).routes());
        routes.addAll(new AskRoutes(parts, settings.limits()).routes());
        routes.addAll(new SubscriptionsRoutes(parts, Clock.systemUTC()).routes());
        routes.addAll(new HealthRoutes(() -> Optional.ofNullable(there.get()), health).routes());
        routes.addAll(new DocumentRoutes(routes, settings.version()).routes());
        routes.addAll(new PageRoutes().routes()); // last: it takes any address
        return List.copyOf(routes);
    }

    private static void configure(JavalinConfig config, Settings settings, List<Route> routes) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.maxRequestSize = ViewLimits.MAX_BODY_BYTES;
        config.http.prefer405over404 = true;
        config.http.asyncTimeout = 0; // followers stay; a dead connection is idle
        config.jetty.threadPool = threads();
        config.jetty.modifyHttpConfiguration(
                http -> {
                    http.setSendServerVersion(false);
                    http.setRequestHeaderSize(ViewLimits.MAX_HEADER_BYTES);
                });
        config.jetty.modifyServer(
                server -> {
                    ErrorHandler plain = new ErrorHandler();
                    plain.setShowStacks(false);
                    plain.setShowCauses(false);
                    server.setErrorHandler(plain);
                });
        config.jetty.addConnector((server, http) -> connector(server, http, settings));
        config.routes.before(
                request -> {
                    Guard.headers(request);
                    Guard.checkHost(request);
                });
        for (Route route : routes) {
            HandlerType method = HandlerType.findOrCreate(route.method());
            config.routes.addHttpHandler(
                    method, route.path(), request -> answer(route, settings.access(), request));
            boolean follows = route.answer().contentType().equals("text/event-stream");
            if (method.equals(HandlerType.GET) && !follows) {
                config.routes.head(
                        route.path(), request -> answer(route, settings.access(), request));
            }
        }
        Refusals.register(config.routes);
    }

    private static QueuedThreadPool threads() {
        QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, MIN_THREADS, 30_000);
        threads.setName("http");
        threads.setDaemon(true);
        return threads;
    }

    private static ServerConnector connector(
            Server server, HttpConfiguration http, Settings settings) {
        ServerConnector connector =
                new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(HOST);
        connector.setPort(settings.port());
        connector.setAcceptedSendBufferSize(SEND_BUFFER_BYTES);
        connector.setIdleTimeout(settings.limits().idle().toMillis());
        connector.addBean(new NetworkConnectionLimit(MAX_CONNECTIONS, connector));
        return connector;
    }

    private static void answer(Route route, Access access, Context request) throws Exception {
        boolean follows = route.answer().contentType().equals("text/event-stream");
        if (route.changesSomething() || follows) {
            Guard.checkOrigin(request);
        }
        route.action().answer(request, access.of(request, route.need()));
        if (route.answer().equals(Route.Answer.NOTHING)) {
            request.res().setContentType(null); // Javalin gives everything a type
        }
    }

    /** From now on answers from these; the caller closes them after the server. */
    public void serve(ViewParts those) {
        parts.set(those);
        logger.atInfo().addKeyValue("port", port()).log("view is served");
    }

    public int port() {
        return javalin.port();
    }

    List<Route> routes() {
        return routes;
    }

    /** May be called again. */
    @Override
    public void close() {
        if (!closed.getAndSet(true)) {
            followers.close();
            javalin.stop();
        }
    }
}
