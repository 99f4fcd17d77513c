package io.watchword.deploy.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.MeterRegistry;
import io.watchword.deploy.UserMistake;
import java.io.IOException;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * {@code /metrics}, {@code /livez} and {@code /readyz} on loopback. Answers {@code GET} alone, and
 * only who asks for this machine by a loopback name: a web page elsewhere cannot have its host name
 * point here and read. At most {@link #THREADS} answers are made at a time and {@link #WAITING}
 * requests wait; a connection beyond is closed.
 */
public final class MetricsServer implements AutoCloseable {
    static final int THREADS = 2;
    static final int WAITING = 16;

    private static final Set<String> HOSTS = Set.of("127.0.0.1", "localhost", "[::1]");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

    static {
        // Java's server waits for slow clients for ever unless told otherwise, before it is loaded.
        limit("sun.net.httpserver.maxReqTime", "10");
        limit("sun.net.httpserver.maxRspTime", "30");
        limit("sun.net.httpserver.maxIdleConnections", "32");
        limit("jdk.httpserver.maxConnections", "64");
    }

    private static void limit(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    private record Answer(int code, String type, String body) {}

    private final HttpServer server;
    private final ThreadPoolExecutor threads;
    private final Meters meters;
    private final Readiness readiness;

    private MetricsServer(
            HttpServer server, ThreadPoolExecutor threads, Meters meters, Readiness readiness) {
        this.server = server;
        this.threads = threads;
        this.meters = meters;
        this.readiness = readiness;
    }

    /**
     * Starts to answer.
     *
     * @param port on 127.0.0.1; 0 takes a free one
     * @throws UserMistake if the port is taken
     */
    public static MetricsServer start(int port, Readiness readiness) throws IOException {
        InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        HttpServer server;
        try {
            server = HttpServer.create(new InetSocketAddress(loopback, port), WAITING);
        } catch (BindException e) {
            throw new UserMistake("port " + port + " on 127.0.0.1 is in use");
        }
        AtomicInteger count = new AtomicInteger();
        ThreadPoolExecutor threads =
                new ThreadPoolExecutor(
                        THREADS,
                        THREADS,
                        30,
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(WAITING),
                        task -> {
                            Thread thread = new Thread(task, "http-" + count.incrementAndGet());
                            thread.setDaemon(true);
                            return thread;
                        });
        threads.allowCoreThreadTimeOut(true);
        MetricsServer started = new MetricsServer(server, threads, new Meters(), readiness);
        server.setExecutor(threads);
        server.createContext("/", started::handle);
        server.start();
        return started;
    }

    /** What is shown. */
    public MeterRegistry registry() {
        return meters.registry();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Answer answer = answer(exchange);
            byte[] body = answer.body().getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", answer.type());
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
            if (answer.code() == 405) {
                exchange.getResponseHeaders().set("Allow", "GET");
            }
            exchange.sendResponseHeaders(answer.code(), body.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        }
    }

    private Answer answer(HttpExchange exchange) {
        if (!isHere(exchange.getRequestHeaders().getFirst("Host"))) {
            return new Answer(421, TEXT, "required Host 127.0.0.1 or localhost\n");
        }
        if (!exchange.getRequestMethod().equals("GET")) {
            return new Answer(405, TEXT, "required GET\n");
        }
        return switch (String.valueOf(exchange.getRequestURI().getPath())) {
            case "/metrics" -> new Answer(200, PROMETHEUS, meters.scrape());
            case "/livez" -> new Answer(200, TEXT, "ok\n");
            case "/readyz" -> ready();
            default -> new Answer(404, TEXT, "try /metrics, /livez or /readyz\n");
        };
    }

    private Answer ready() {
        Readiness.Answer answer = readiness.ask();
        try {
            String body = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(answer) + "\n";
            return new Answer(answer.ready() ? 200 : 503, "application/json", body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("readiness is no JSON", e);
        }
    }

    private static boolean isHere(@Nullable String host) {
        if (host == null) {
            return false;
        }
        int colon = host.lastIndexOf(':');
        String name = colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
        return HOSTS.contains(name.toLowerCase(java.util.Locale.ROOT));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        meters.close();
    }
}
