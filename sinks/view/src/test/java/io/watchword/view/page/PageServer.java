package io.watchword.view.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.watchword.view.page.World.Happened;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Serves the page and answers it out of a made-up world, in the form of the view's HTTP interface,
 * with the policy that the page must live under.
 */
final class PageServer implements AutoCloseable {
    static final String POLICY =
            "default-src 'self'; img-src 'self' blob: data:; object-src 'none'; base-uri 'none';"
                    + " form-action 'self'; frame-ancestors 'none'";

    private static final Map<String, String> TYPES =
            Map.of(
                    "html",
                    "text/html; charset=utf-8",
                    "js",
                    "text/javascript; charset=utf-8",
                    "css",
                    "text/css; charset=utf-8",
                    "svg",
                    "image/svg+xml");

    final World world;
    final FeedDesk feed = new FeedDesk();
    final AskDesk ask = new AskDesk();
    final SubscriptionDesk subscriptions;
    final AtomicInteger pictures = new AtomicInteger();
    final AtomicInteger picturesUnchanged = new AtomicInteger();

    /** As while {@code up} starts: the page is there, what it asks is not. */
    final AtomicBoolean starting = new AtomicBoolean();

    /** Whether the recordings of events are there. */
    final AtomicBoolean recorded = new AtomicBoolean(true);

    private static final Map<String, byte[]> DRAWN = new ConcurrentHashMap<>();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    final byte[] clip;

    /** What a handler is asked. */
    record Asked(HttpExchange exchange, List<String> path, Map<String, String> query) {
        String part(int at) {
            return path.get(at);
        }
    }

    /** An answer in the making that ends by an exception. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final int status;
        private final String code;

        Refused(int status, String message) {
            this(status, "REFUSED", message);
        }

        Refused(int status, String code, String message) {
            super(message);
            this.status = status;
            this.code = code;
        }
    }

    PageServer(World world, byte[] clip) throws IOException {
        this.world = world;
        this.clip = clip;
        this.subscriptions = new SubscriptionDesk(world);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    /** Something happens now: it is stored, and told to who follows. */
    Happened happen(String streamId, String caption) {
        Happened before = world.last(streamId).orElseThrow();
        Scene scene = new Scene(streamId.hashCode(), false, Scene.Actor.VAN, true);
        Happened happened =
                world.add(streamId, before.endUs() + 1_000_000, 4_000_000, caption, "en", scene);
        feed.tell("event", happened.event());
        return happened;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try {
            exchange.getResponseHeaders().set("Content-Security-Policy", POLICY);
            exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
            String path = exchange.getRequestURI().getRawPath();
            List<String> parts =
                    List.of(path.substring(1).split("/", -1)).stream()
                            .map(PageServer::decoded)
                            .toList();
            Asked asked = new Asked(exchange, parts, query(exchange.getRequestURI().getRawQuery()));
            if (path.startsWith("/api/v1/") && starting.get()) {
                throw new Refused(503, "STARTING", "the view starts: try again soon");
            }
            if (path.startsWith("/api/v1/")) {
                answer(asked);
            } else {
                file(exchange, path.equals("/") ? "index.html" : path.substring(1));
            }
        } catch (Refused e) {
            ObjectNode error = Browser.JSON.createObjectNode();
            error.putObject("error").put("code", e.code).put("message", e.getMessage());
            json(exchange, e.status, error);
        } catch (IOException gone) {
            // The browser left the page, or has what it wanted of a clip.
        } catch (RuntimeException e) {
            e.printStackTrace();
            throw e;
        } finally {
            exchange.close();
        }
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
    }

    private static Map<String, String> query(String raw) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String pair : raw == null ? new String[0] : raw.split("&", -1)) {
            String[] both = pair.split("=", 2);
            values.put(both[0], URLDecoder.decode(both.length > 1 ? both[1] : "", UTF_8));
        }
        return values;
    }

    private void file(HttpExchange exchange, String name) throws IOException {
        try (InputStream in = PageServer.class.getResourceAsStream("/web/" + name)) {
            if (in == null) {
                throw new Refused(404, "there is no " + name);
            }
            bytes(
                    exchange,
                    200,
                    TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "text/plain"),
                    in.readAllBytes());
        }
    }

    private void answer(Asked asked) throws IOException {
        HttpExchange exchange = asked.exchange();
        String what = asked.part(2) + (asked.path().size() > 4 ? "/" + asked.part(4) : "");
        String method = exchange.getRequestMethod();
        switch (what) {
            case "streams" -> streams(asked, method);
            case "streams/picture" -> picture(exchange, asked.part(3));
            case "events" -> {
                if (asked.path().size() == 3) {
                    json(exchange, 200, Lists.events(world, asked.query()));
                } else if (asked.part(3).equals("stream")) {
                    feed.follow(exchange);
                } else {
                    json(exchange, 200, event(asked.part(3)).event());
                }
            }
            case "events/keyframe" ->
                    bytes(exchange, 200, "image/jpeg", drawn(event(asked.part(3)).scene(), 0.5));
            case "events/trace" -> json(exchange, 200, Lists.trace(event(asked.part(3))));
            case "events/clip" -> {
                if (!recorded.get()) {
                    throw new Refused(404, "nothing of this event is recorded");
                }
                exchange.getResponseHeaders()
                        .set(
                                "Clip-Start-Us",
                                Long.toString(event(asked.part(3)).startUs() - 2_000_000));
                ranged(exchange);
            }
            case "search" -> json(exchange, 200, Lists.search(world, asked.query()));
            case "ask" -> ask.answer(exchange, read(exchange));
            case "subscriptions", "subscriptions/hits" ->
                    json(exchange, 200, subscriptions.answer(asked, method, body(exchange)));
            case "session" -> // nobody needs to sign in
                    json(
                            exchange,
                            200,
                            Browser.JSON
                                    .createObjectNode()
                                    .put("required", false)
                                    .putNull("principal")
                                    .putNull("csrf"));
            case "health" -> json(exchange, 200, Lists.health(world));
            default -> throw new Refused(404, "there is no " + what);
        }
    }

    private void streams(Asked asked, String method) throws IOException {
        if (method.equals("POST")) {
            JsonNode body = read(asked.exchange());
            String id = body.path("streamId").asText();
            if (!body.path("source").asText().contains(":")) {
                throw new Refused(
                        400,
                        "source is \""
                                + body.path("source").asText()
                                + "\", required an address, file or folder");
            }
            world.stream(id, body.path("source").asText(), "connecting", "", false);
            json(asked.exchange(), 201, Browser.JSON.createObjectNode().put("streamId", id));
        } else if (method.equals("DELETE")) {
            world.remove(asked.part(3));
            asked.exchange().sendResponseHeaders(204, -1);
        } else {
            ArrayNode streams = world.streams();
            json(asked.exchange(), 200, Browser.JSON.createObjectNode().set("streams", streams));
        }
    }

    private Happened event(String id) {
        return world.event(id).orElseThrow(() -> new Refused(404, "there is no such event"));
    }

    private static byte[] drawn(Scene scene, double part) {
        return DRAWN.computeIfAbsent(scene + "@" + part, key -> Pictures.jpeg(scene, part));
    }

    private void picture(HttpExchange exchange, String id) throws IOException {
        Optional<Happened> last = world.last(id);
        if (last.isEmpty()) {
            throw new Refused(404, "there is no picture yet");
        }
        String tag = "\"" + last.get().event().path("eventId").asText() + "\"";
        exchange.getResponseHeaders().set("ETag", tag);
        if (tag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
            picturesUnchanged.incrementAndGet();
            exchange.sendResponseHeaders(304, -1);
            return;
        }
        pictures.incrementAndGet();
        bytes(exchange, 200, "image/jpeg", drawn(last.get().scene(), 0.5));
    }

    private void ranged(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Accept-Ranges", "bytes");
        exchange.getResponseHeaders().set("Content-Type", "video/mp4");
        String range = exchange.getRequestHeaders().getFirst("Range");
        int from = 0;
        int to = clip.length;
        if (range != null) {
            String[] edges = range.replace("bytes=", "").split("-", 2);
            from = Integer.parseInt(edges[0]);
            to = edges[1].isEmpty() ? to : Math.min(to, Integer.parseInt(edges[1]) + 1);
            exchange.getResponseHeaders()
                    .set("Content-Range", "bytes %d-%d/%d".formatted(from, to - 1, clip.length));
        }
        exchange.sendResponseHeaders(range == null ? 200 : 206, to - from);
        exchange.getResponseBody().write(clip, from, to - from);
    }

    private static JsonNode read(HttpExchange exchange) throws IOException {
        return Browser.JSON.readTree(body(exchange));
    }

    private static byte[] body(HttpExchange exchange) throws IOException {
        return exchange.getRequestBody().readAllBytes();
    }

    private static void json(HttpExchange exchange, int status, JsonNode node) throws IOException {
        bytes(exchange, status, "application/json", Browser.JSON.writeValueAsBytes(node));
    }

    private static void bytes(HttpExchange exchange, int status, String type, byte[] bytes)
            throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        feed.close();
        ask.close();
        server.stop(0);
        threads.shutdownNow();
    }
}
