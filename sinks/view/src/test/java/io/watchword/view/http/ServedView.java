package io.watchword.view.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.watchword.view.access.AccessControl;
import io.watchword.view.access.oidc.OidcLogin;
import io.watchword.view.health.Health;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A server over a view in memory, and ways to ask it. */
final class ServedView implements AutoCloseable {
    static final ViewLimits LIMITS =
            new ViewLimits(3, 1, Duration.ZERO, Duration.ofMillis(200), Duration.ofSeconds(5));

    final InMemoryView view = new InMemoryView();
    final ViewServer server;
    private final HttpClient client = HttpClient.newHttpClient();

    private ServedView(ViewServer server) {
        this.server = server;
    }

    static ServedView start() throws IOException {
        return start(ViewAddress.local(0), Optional.empty());
    }

    static ServedView start(ViewAddress address, Optional<AccessControl> access)
            throws IOException {
        return start(address, access, Optional.empty(), LIMITS);
    }

    static ServedView start(
            ViewAddress address, Optional<AccessControl> access, Optional<OidcLogin> login)
            throws IOException {
        return start(address, access, login, LIMITS);
    }

    static ServedView start(
            ViewAddress address,
            Optional<AccessControl> access,
            Optional<OidcLogin> login,
            ViewLimits limits)
            throws IOException {
        ServedView served =
                new ServedView(
                        ViewServer.start(
                                new ViewServer.Settings(address, access, login, limits, "1.2.3"),
                                new WellHealth()));
        served.server.serve(served.view.parts());
        return served;
    }

    /** Of a process that does well. */
    static final class WellHealth implements Health {
        @Override
        public Report report() {
            return new Report(
                    true,
                    List.of(new Part("broker", true, "")),
                    Optional.of(new LanguageModel(true, "tiny")),
                    Optional.of(new Disk(1, 2)));
        }

        @Override
        public String metrics() {
            return "watchword_up 1\nwatchword_stream_up{stream=\"odd\"} 1\n";
        }
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(20));
    }

    HttpResponse<String> get(String path, String... headers) {
        HttpRequest.Builder request = to(path);
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    HttpResponse<String> post(String path, String body, String... headers) {
        HttpRequest.Builder request =
                to(path).POST(HttpRequest.BodyPublishers.ofString(body))
                        .header("Content-Type", "application/json");
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        return send(request, HttpResponse.BodyHandlers.ofString());
    }

    <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> handler) {
        try {
            return client.send(request.build(), handler);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static JsonNode json(HttpResponse<String> response) {
        return json(response.body());
    }

    static JsonNode json(String text) {
        try {
            return Json.MAPPER.readTree(text);
        } catch (IOException e) {
            throw new AssertionError(text, e);
        }
    }

    static String code(HttpResponse<String> response) {
        return json(response).path("error").path("code").asText();
    }

    /** A connection on which a request was sent as it is written here. */
    Socket socket(String path, String... headers) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4096); // a slow reader is noticed soon
        socket.setSoTimeout(20_000);
        socket.connect(
                new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
        String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
        socket.getOutputStream()
                .write(
                        ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + more + "\r\n")
                                .getBytes(UTF_8));
        return socket;
    }

    /** What comes until a text has come, or the end. */
    static String readUntil(InputStream in, String text) throws IOException {
        StringBuilder read = new StringBuilder();
        byte[] block = new byte[4096];
        while (read.indexOf(text) < 0) {
            int count = in.read(block);
            if (count < 0) {
                break;
            }
            read.append(new String(block, 0, count, UTF_8));
        }
        return read.toString();
    }

    @Override
    public void close() {
        view.mayAnswer.countDown();
        server.close();
    }
}
