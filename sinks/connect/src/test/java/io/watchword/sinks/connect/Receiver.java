package io.watchword.sinks.connect;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A server that takes webhooks and answers by a script, 204 beyond it. */
final class Receiver implements AutoCloseable {
    /** What came. */
    record Request(String path, Function<String, String> header, String body) {
        String id() {
            return header.apply("webhook-id");
        }
    }

    /** What to answer: a status, and a header where it is not empty. */
    record Reply(int status, String name, String value) {
        static Reply of(int status) {
            return new Reply(status, "", "");
        }
    }

    final List<Request> requests = new CopyOnWriteArrayList<>();
    final Deque<Reply> script = new ConcurrentLinkedDeque<>();
    private final HttpServer server;

    private Receiver(HttpServer server) {
        this.server = server;
    }

    static Receiver start() {
        return start(0);
    }

    static Receiver start(int port) {
        try {
            HttpServer server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            Receiver receiver = new Receiver(server);
            server.createContext("/", receiver::answer);
            server.start();
            return receiver;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        com.sun.net.httpserver.Headers headers = exchange.getRequestHeaders();
        String path = exchange.getRequestURI().toString();
        requests.add(new Request(path, name -> String.valueOf(headers.getFirst(name)), body));
        Reply reply = script.isEmpty() ? Reply.of(204) : script.poll();
        if (!reply.name().isEmpty()) {
            exchange.getResponseHeaders().add(reply.name(), reply.value());
        }
        exchange.sendResponseHeaders(reply.status(), -1);
        exchange.close();
    }

    int port() {
        return server.getAddress().getPort();
    }

    String url() {
        return "http://127.0.0.1:" + port() + "/hook";
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
