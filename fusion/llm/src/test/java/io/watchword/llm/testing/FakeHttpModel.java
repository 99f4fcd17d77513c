package io.watchword.llm.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An HTTP server on the loopback interface that answers the nth request with the nth answer of its
 * script, and those after with the last. Remembers what it was sent.
 */
public final class FakeHttpModel implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What one request brought. */
    public record Received(String path, Headers headers, JsonNode body) {}

    /** How one request is answered. */
    @FunctionalInterface
    public interface Answer {
        /**
         * @param closing counts down when the server is closed: what hangs must end then
         */
        void to(HttpExchange exchange, JsonNode body, CountDownLatch closing)
                throws IOException, InterruptedException;
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final List<Received> received = Collections.synchronizedList(new ArrayList<>());

    public FakeHttpModel(Answer... script) {
        this(0, script);
    }

    public FakeHttpModel(int port, Answer... script) {
        try {
            InetAddress loopback = InetAddress.getLoopbackAddress();
            server = HttpServer.create(new InetSocketAddress(loopback, port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", exchange -> handle(exchange, script));
        server.start();
    }

    private void handle(HttpExchange exchange, Answer... script) throws IOException {
        try (exchange) {
            JsonNode body = JSON.readTree(exchange.getRequestBody());
            Headers headers = new Headers();
            headers.putAll(exchange.getRequestHeaders());
            int number;
            synchronized (received) {
                number = received.size();
                received.add(new Received(exchange.getRequestURI().toString(), headers, body));
            }
            script[Math.min(number, script.length - 1)].to(exchange, body, closing);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The API's address. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    }

    public List<Received> received() {
        synchronized (received) {
            return List.copyOf(received);
        }
    }

    /** The whole answer at once. */
    public static Answer json(int status, String json, String... headers) {
        return (exchange, body, closing) -> {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
            }
            byte[] bytes = json.getBytes(UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        };
    }

    /** A stream of events, flushed one by one. */
    public static Answer events(String... events) {
        return (exchange, body, closing) -> send(exchange, events);
    }

    /** A stream of events that does not end before the server is closed. */
    public static Answer eventsAndSilence(String... events) {
        return (exchange, body, closing) -> {
            send(exchange, events);
            closing.await();
        };
    }

    /** Nothing at all. */
    public static Answer silence() {
        return (exchange, body, closing) -> closing.await();
    }

    public static void send(HttpExchange exchange, String... events) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream; charset=utf-8");
        exchange.sendResponseHeaders(200, 0);
        OutputStream out = exchange.getResponseBody();
        for (String event : events) {
            out.write(("data: " + event + "\n\n").getBytes(UTF_8));
            out.flush();
        }
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
