package io.watchword.ingest.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/**
 * A web server on a free port of 127.0.0.1 whose resources are put and taken away while it runs,
 * and which remembers what it was asked for. Thread-safe.
 */
public final class HlsServer implements AutoCloseable {
    /** Answers a request in its own way. */
    @FunctionalInterface
    public interface Answer {
        void to(HttpExchange request) throws IOException;
    }

    /** One request that came. */
    public record Asked(String path, Map<String, List<String>> headers) {}

    private final HttpServer server;
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();

    private HlsServer(HttpServer server) {
        this.server = server;
        server.setExecutor(executor);
        server.createContext("/", this::answer);
        server.start();
    }

    public static HlsServer start() {
        try {
            return new HlsServer(HttpServer.create(anyPort(), 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With https instead of http. */
    public static HlsServer start(SSLContext identity) {
        try {
            HttpsServer server = HttpsServer.create(anyPort(), 0);
            server.setHttpsConfigurator(new HttpsConfigurator(identity));
            return new HlsServer(server);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private void answer(HttpExchange request) throws IOException {
        String path = request.getRequestURI().getRawPath();
        asked.add(new Asked(path, Map.copyOf(request.getRequestHeaders())));
        try {
            answers.getOrDefault(path, each -> each.sendResponseHeaders(404, -1)).to(request);
        } finally {
            request.close();
        }
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public String url(String path) {
        String scheme = server instanceof HttpsServer ? "https" : "http";
        return scheme + "://127.0.0.1:" + port() + path;
    }

    public HlsServer put(String path, byte[] bytes) {
        return on(path, request -> send(request, 200, bytes));
    }

    public HlsServer put(String path, String text) {
        return put(path, text.getBytes(StandardCharsets.UTF_8));
    }

    public HlsServer redirect(String path, String location) {
        return on(
                path,
                request -> {
                    request.getResponseHeaders().set("Location", location);
                    request.sendResponseHeaders(302, -1);
                });
    }

    public HlsServer on(String path, Answer answer) {
        answers.put(path, answer);
        return this;
    }

    public void remove(String path) {
        answers.remove(path);
    }

    /** Gives all of these bytes, or the range that is asked for. */
    public HlsServer putWithRanges(String path, byte[] bytes) {
        return on(path, request -> sendRange(request, bytes));
    }

    private static void sendRange(HttpExchange request, byte[] bytes) throws IOException {
        String range = request.getRequestHeaders().getFirst("Range");
        if (range == null) {
            send(request, 200, bytes);
            return;
        }
        String[] ends = range.substring("bytes=".length()).split("-", -1);
        int from = Integer.parseInt(ends[0]);
        int to = ends[1].isEmpty() ? bytes.length : Integer.parseInt(ends[1]) + 1;
        request.getResponseHeaders()
                .set("Content-Range", "bytes " + from + "-" + (to - 1) + "/" + bytes.length);
        send(request, 206, java.util.Arrays.copyOfRange(bytes, from, to));
    }

    public static void send(HttpExchange request, int status, byte[] bytes) throws IOException {
        request.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        try (OutputStream out = request.getResponseBody()) {
            out.write(bytes);
        }
    }

    public List<Asked> asked() {
        return List.copyOf(asked);
    }

    /** How often a path was asked for. */
    public long hits(String path) {
        return asked.stream().filter(each -> each.path().equals(path)).count();
    }

    /** How often anything was asked for. */
    public int hits() {
        return asked.size();
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }
}
