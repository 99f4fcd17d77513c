package io.watchword.view.http;

import static io.watchword.contract.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.javalin.util.JavalinBindException;
import io.watchword.view.access.AccessControl;
import io.watchword.view.access.Admission;
import io.watchword.view.access.oidc.OidcLogin;
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
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The page and its interface over HTTP, on 127.0.0.1 unless told otherwise. It answers at once, and
 * refuses what needs the view until {@link #serve} gives it. Owns its threads, not what it is
 * given.
 */
public final class ViewServer implements AutoCloseable {
    private static final Logger logger = LoggerFactory.getLogger(ViewServer.class);
    private static final String ADMISSION = "admission";

    /** Questions that wait hold a thread each, and must not keep the others from being answered. */
    private static final int MAX_THREADS = 64 + AskRoutes.MAX_WAITING;

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
     * @param access who may come in; empty where whoever reaches it may do everything
     * @param login an identity provider at which people sign in
     * @param version of this build, for the document
     */
    public record Settings(
            ViewAddress address,
            Optional<AccessControl> access,
            Optional<OidcLogin> login,
            ViewLimits limits,
            String version) {
        public Settings {
            checkArgument(
                    access.isPresent() || address.isLoopback(),
                    "%s lets others in: required access control",
                    address.host());
        }

        /** Without an identity provider. */
        public Settings(
                ViewAddress address,
                Optional<AccessControl> access,
                ViewLimits limits,
                String version) {
            this(address, access, Optional.empty(), limits, version);
        }

        /** On loopback, where nobody needs to sign in. */
        public static Settings local(int port, String version) {
            return new Settings(
                    ViewAddress.local(port), Optional.empty(), ViewLimits.DEFAULT, version);
        }

        private SessionCookie cookie() {
            return SessionCookie.ofSession(address.isSecure());
        }

        private RemoteAddress remote() {
            return new RemoteAddress(address.behindProxy());
        }

        private Access guarded() {
            return access.<Access>map(control -> new GuardedAccess(control, cookie(), remote()))
                    .orElse(Access.LOCAL);
        }
    }

    /**
     * Starts to answer.
     *
     * @throws IOException if the port is taken
     * @throws IllegalArgumentException if certificate or key cannot be used
     */
    public static ViewServer start(Settings settings, Health health) throws IOException {
        Optional<SslContextFactory.Server> tls =
                settings.address().tls().map(files -> Tls.of(files.certificate(), files.key()));
        AtomicReference<ViewParts> parts = new AtomicReference<>();
        Followers followers = Followers.start(settings.limits());
        List<Route> routes = routes(settings, parts, followers, health);
        Javalin javalin = Javalin.create(config -> configure(config, settings, tls, routes));
        try {
            javalin.start();
        } catch (JavalinBindException e) {
            followers.close();
            javalin.stop();
            ViewAddress address = settings.address();
            throw new IOException(
                    "port " + address.port() + " on " + address.host() + " is in use", e);
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
        routes.addAll(
                new SubscriptionsRoutes(parts, settings.access(), Clock.systemUTC()).routes());
        routes.addAll(new HealthRoutes(() -> Optional.ofNullable(there.get()), health).routes());
        routes.addAll(
                new SessionRoutes(
                                settings.access(),
                                settings.login(),
                                settings.cookie(),
                                settings.remote())
                        .routes());
        routes.addAll(
                new ProviderRoutes(
                                settings.access(),
                                settings.login(),
                                settings.address().isSecure(),
                                settings.remote())
                        .routes());
        routes.addAll(new DocumentRoutes(routes, settings.version()).routes());
        routes.addAll(new PageRoutes().routes()); // last: it takes any address
        return List.copyOf(routes);
    }

    private static void configure(
            JavalinConfig config,
            Settings settings,
            Optional<SslContextFactory.Server> tls,
            List<Route> routes) {
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
        config.jetty.addConnector((server, http) -> connector(server, http, settings, tls));
        register(config.routes, settings, routes);
        Refusals.register(config.routes);
    }

    private static void register(RoutesConfig config, Settings settings, List<Route> routes) {
        Guard guard = new Guard(settings.address().names(), settings.address().isSecure());
        Access access = settings.guarded();
        config.before(
                request -> {
                    guard.headers(request);
                    guard.checkHost(request);
                });
        for (Route route : routes) {
            HandlerType method = HandlerType.findOrCreate(route.method());
            Handler handler =
                    request -> {
                        if (route.changesSomething() || route.isFeed()) {
                            guard.checkOrigin(request);
                        }
                        answer(route, access, request);
                    };
            config.addHttpHandler(method, route.path(), handler);
            if (method.equals(HandlerType.GET) && !route.isFeed()) {
                config.head(route.path(), handler);
            }
        }
    }

    private static QueuedThreadPool threads() {
        QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, MIN_THREADS, 30_000);
        threads.setName("http");
        threads.setDaemon(true);
        return threads;
    }

    private static ServerConnector connector(
            Server server,
            HttpConfiguration http,
            Settings settings,
            Optional<SslContextFactory.Server> tls) {
        ViewAddress address = settings.address();
        HttpConnectionFactory plain = new HttpConnectionFactory(http);
        ServerConnector connector =
                tls.map(
                                shown -> {
                                    // Guard looks at the host; a certificate may have many.
                                    http.addCustomizer(new SecureRequestCustomizer(false));
                                    return new ServerConnector(
                                            server,
                                            1,
                                            1,
                                            new SslConnectionFactory(shown, "http/1.1"),
                                            plain);
                                })
                        .orElseGet(() -> new ServerConnector(server, 1, 1, plain));
        connector.setHost(address.host());
        connector.setPort(address.port());
        connector.setAcceptedSendBufferSize(SEND_BUFFER_BYTES);
        connector.setIdleTimeout(settings.limits().idle().toMillis());
        connector.addBean(new NetworkConnectionLimit(MAX_CONNECTIONS, connector));
        return connector;
    }

    private static void answer(Route route, Access access, Context request) throws Exception {
        Admission admission = access.of(request, route);
        request.attribute(ADMISSION, admission);
        Queries.checkNames(request, route);
        route.action().answer(request, admission.rights());
        if (route.answer().contentType().isEmpty()) {
            request.res().setContentType(null); // Javalin gives everything a type
        }
    }

    /** Of a request that is being answered. */
    static Admission admission(Context request) {
        return requireNonNull(request.attribute(ADMISSION), "nobody was let in");
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
