package io.watchword.ingest.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A store that keeps objects in memory and speaks as much of S3 as we use: put, get, delete, and
 * lists of two at a time. It takes signed requests of one key only, and can be switched off.
 */
final class FakeS3Server implements AutoCloseable {
    private static final int PAGE = 2;
    private static final Pattern SIGNED =
            Pattern.compile(
                    "AWS4-HMAC-SHA256 Credential=KEY-ID/\\d{8}/eu-1/s3/aws4_request, "
                            + "SignedHeaders=[a-z0-9;-]+, Signature=[0-9a-f]{64}");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final String bucket;
    private final AtomicBoolean down = new AtomicBoolean();
    private final AtomicInteger requests = new AtomicInteger();
    private final ConcurrentSkipListMap<String, byte[]> objects = new ConcurrentSkipListMap<>();

    FakeS3Server(String bucket) throws IOException {
        this.bucket = bucket;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    void down(boolean isDown) {
        down.set(isDown);
    }

    int requests() {
        return requests.get();
    }

    Map<String, byte[]> objects() {
        return objects;
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String signature = exchange.getRequestHeaders().getFirst("Authorization");
            if (down.get()) {
                send(exchange, 500, error("InternalError"));
            } else if (signature == null || !SIGNED.matcher(signature).matches()) {
                send(exchange, 403, error("AccessDenied"));
            } else {
                serve(exchange, body);
            }
        }
    }

    private void serve(HttpExchange exchange, byte[] body) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String key = path.substring(Math.min(path.length(), bucket.length() + 2));
        if (!path.startsWith("/" + bucket)) {
            send(exchange, 404, error("NoSuchBucket"));
        } else if (key.isEmpty()) {
            send(exchange, 200, list(exchange.getRequestURI().getRawQuery()));
        } else if (exchange.getRequestMethod().equals("PUT")) {
            objects.put(key, body);
            send(exchange, 200, new byte[0]);
        } else if (exchange.getRequestMethod().equals("DELETE")) {
            objects.remove(key);
            send(exchange, 204, new byte[0]);
        } else if (objects.containsKey(key)) {
            send(exchange, 200, objects.get(key));
        } else {
            send(exchange, 404, error("NoSuchKey"));
        }
    }

    private byte[] list(String query) {
        String prefix = parameter(query, "prefix");
        String after = parameter(query, "continuation-token");
        List<String> keys =
                objects.keySet().stream()
                        .filter(key -> key.startsWith(prefix) && key.compareTo(after) > 0)
                        .toList();
        StringBuilder xml = new StringBuilder("<ListBucketResult>");
        List<String> page = keys.subList(0, Math.min(PAGE, keys.size()));
        for (String key : page) {
            int size = java.util.Objects.requireNonNull(objects.get(key)).length;
            xml.append("<Contents><Key>").append(key).append("</Key>");
            xml.append("<Size>").append(size).append("</Size></Contents>");
        }
        xml.append("<IsTruncated>").append(keys.size() > PAGE).append("</IsTruncated>");
        if (keys.size() > PAGE) {
            String last = page.get(PAGE - 1);
            xml.append("<NextContinuationToken>" + last + "</NextContinuationToken>");
        }
        return xml.append("</ListBucketResult>").toString().getBytes(UTF_8);
    }

    private static String parameter(String query, String name) {
        Matcher found = Pattern.compile("(?:^|&)" + name + "=([^&]*)").matcher(query);
        return found.find() ? URLDecoder.decode(found.group(1), UTF_8) : "";
    }

    private static byte[] error(String code) {
        return ("<Error><Code>" + code + "</Code></Error>").getBytes(UTF_8);
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "application/xml");
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
