package io.watchword.deploy.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.watchword.deploy.UserMistake;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetricsServerTest {
    private final AtomicReference<Optional<String>> flink = new AtomicReference<>(Optional.empty());
    private final Readiness readiness = new Readiness();
    private final MetricsServer server;

    MetricsServerTest() throws IOException {
        readiness.add("broker", Optional::empty);
        readiness.add("flink", flink::get);
        this.server = MetricsServer.start(0, readiness);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void metricsOfTheProcessAreThere() throws IOException {
        assertThat(get("/metrics"))
                .startsWith("HTTP/1.1 200")
                .contains(
                        "jvm_memory_used_bytes{",
                        "process_open_fds ",
                        "process_max_fds ",
                        "process_resident_memory_bytes ",
                        "process_cpu_usage ");
    }

    @Test
    void itLivesWhateverItsComponentsDo() throws IOException {
        flink.set(Optional.of("job encode failed"));

        assertThat(get("/livez")).startsWith("HTTP/1.1 200");
    }

    @Test
    void itIsReadyFromStartToStopWhileEveryComponentIs() throws IOException {
        String starting = get("/readyz");
        readiness.started();
        String ready = get("/readyz");
        flink.set(Optional.of("job \"encode\" failed"));
        String failing = get("/readyz");
        flink.set(Optional.empty());
        readiness.stopping();
        String stopping = get("/readyz");

        assertThat(starting).startsWith("HTTP/1.1 503").contains("\"process\" : \"starting\"");
        assertThat(ready)
                .startsWith("HTTP/1.1 200")
                .contains("\"ready\" : true", "\"broker\" : \"ok\"", "\"flink\" : \"ok\"");
        assertThat(failing)
                .startsWith("HTTP/1.1 503")
                .contains("\"ready\" : false", "\"flink\" : \"job \\\"encode\\\" failed\"");
        assertThat(stopping).startsWith("HTTP/1.1 503").contains("\"process\" : \"stopping\"");
    }

    @Test
    void aComponentThatThrowsIsNotReady() {
        Readiness broken = new Readiness();
        broken.add(
                "sinks",
                () -> {
                    throw new IllegalStateException("secret detail");
                });
        broken.started();

        assertThat(broken.ask())
                .isEqualTo(
                        new Readiness.Answer(
                                false, Map.of("process", "ok", "sinks", "does not answer")));
    }

    @Test
    void onlyGetIsAnsweredAndOnlyForThisMachine() throws IOException {
        assertThat(send("POST", "/metrics", "127.0.0.1")).startsWith("HTTP/1.1 405");
        assertThat(send("GET", "/livez", "localhost:1")).startsWith("HTTP/1.1 200");
        assertThat(send("GET", "/livez", "[::1]:1")).startsWith("HTTP/1.1 200");
        assertThat(send("GET", "/livez", "evil.example")).startsWith("HTTP/1.1 421");
        assertThat(send("GET", "/livez", "127.0.0.1.evil.example")).startsWith("HTTP/1.1 421");
        assertThat(get("/metricsx")).startsWith("HTTP/1.1 404");
        assertThat(get("/")).startsWith("HTTP/1.1 404");
    }

    @Test
    void aPortThatIsTakenIsAMistake() {
        assertThatThrownBy(() -> MetricsServer.start(server.port(), readiness))
                .isInstanceOf(UserMistake.class)
                .hasMessage("port " + server.port() + " on 127.0.0.1 is in use");
    }

    private String get(String path) throws IOException {
        return send("GET", path, "127.0.0.1:" + server.port());
    }

    private String send(String method, String path, String host) throws IOException {
        InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        try (Socket socket = new Socket(loopback, server.port())) {
            socket.setSoTimeout(10_000);
            String request =
                    "%s %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
                            .formatted(method, path, host);
            socket.getOutputStream().write(request.getBytes(UTF_8));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }
}
