package io.watchword.deploy.up;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.contract.Event;
import io.watchword.contract.StreamSpec;
import io.watchword.contract.StreamStatus;
import io.watchword.contract.StreamStatusCodec;
import io.watchword.contract.StreamVitals;
import io.watchword.contract.Topics;
import io.watchword.deploy.allinone.DataDirectory;
import io.watchword.deploy.ingest.IngestStarter;
import io.watchword.deploy.kafka.BrokerChoice;
import io.watchword.deploy.secret.SecretStore;
import io.watchword.deploy.terminal.Terminal;
import io.watchword.fusion.log.kafka.KafkaEventWriter;
import io.watchword.ingest.kafka.StreamsTopic;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpTest {
    private static final Path BUNDLE = Path.of("../../models/testbundle");

    private final Path directory;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Terminal terminal =
            new Terminal(
                    new PrintStream(out, true, UTF_8),
                    new PrintStream(err, true, UTF_8),
                    false,
                    Integer.MAX_VALUE);

    UpTest(@TempDir Path directory) {
        this.directory = directory;
    }

    /** Says that every stream is live, and notes what it was given. */
    private static final class SayingIngest implements IngestStarter, IngestStarter.Ingest {
        private volatile Map<String, StreamSpec> specs = Map.of();
        private volatile Map<String, StreamSpec> atEnd = Map.of();
        private volatile String bootstrapServers = "";
        private volatile Optional<String> password = Optional.empty();
        private volatile Optional<String> failure = Optional.empty();

        @Override
        public IngestStarter.Ingest start(Request request) throws Exception {
            bootstrapServers = request.bootstrapServers();
            password = request.secrets().find("secret:localhost-8554-1~password");
            specs = all();
            try (KafkaProducer<byte[], byte[]> producer =
                    new KafkaProducer<>(
                            Map.of("bootstrap.servers", bootstrapServers),
                            new ByteArraySerializer(),
                            new ByteArraySerializer())) {
                for (String id : specs.keySet()) {
                    StreamStatus status = live(id);
                    request.metrics().vitals(id, status.vitals().orElseThrow());
                    producer.send(
                                    new ProducerRecord<>(
                                            Topics.STREAM_STATUS,
                                            status.key().getBytes(UTF_8),
                                            StreamStatusCodec.encode(status)))
                            .get();
                }
            }
            return this;
        }

        private Map<String, StreamSpec> all() {
            try (StreamsTopic topic = StreamsTopic.open(bootstrapServers)) {
                return topic.all().specs();
            }
        }

        @Override
        public Optional<String> failure() {
            return failure;
        }

        @Override
        public void close() {
            atEnd = all();
        }
    }

    private static StreamStatus live(String id) {
        return new StreamStatus(
                id,
                StreamStatus.Stage.INGEST,
                "camera",
                false,
                0,
                -1,
                0,
                Optional.empty(),
                Optional.of(
                        new StreamVitals(
                                StreamVitals.State.LIVE,
                                0,
                                "",
                                0,
                                0,
                                25,
                                1,
                                0,
                                1,
                                0,
                                0,
                                0,
                                0,
                                0,
                                0,
                                0,
                                0,
                                "none",
                                "w")));
    }

    @Test
    void runsItsStreamsAndTakesThemWithIt() throws Exception {
        Path folder = Files.createDirectories(directory.resolve("footage"));
        SayingIngest ingest = new SayingIngest();
        Running run = start(ingest, List.of("rtsp://u:canary@localhost:8554/1", folder.toString()));

        run.await(() -> text(err).contains("footage: live"));
        int port = port();
        HttpResponse<String> ready = get(port, "/readyz");
        String metrics = get(port, "/metrics").body();
        Optional<String> announced = DataDirectory.announced(directory.resolve("data"));
        run.thread.interrupt();
        int code = run.code.get(30, TimeUnit.SECONDS);

        assertThat(code).isZero();
        assertThat(ready.statusCode()).isEqualTo(200);
        assertThat(ready.body()).contains("\"flink\" : \"ok\"", "\"ingest\" : \"ok\"");
        assertThat(metrics)
                .contains(
                        "watchword_stream_up{stream=\"footage\"} 1.0",
                        "watchword_model_breaker{state=\"closed\"} 1.0",
                        "watchword_model_calls_per_caption 0.0",
                        "watchword_captions_degraded_share 0.0",
                        "watchword_captions_revised_total 0.0");
        assertThat(announced).contains(ingest.bootstrapServers);
        assertThat(ingest.password).contains("canary");
        assertThat(ingest.specs.keySet()).containsExactly("footage", "localhost-8554-1");
        assertThat(ingest.specs)
                .hasEntrySatisfying(
                        "footage",
                        spec ->
                                assertThat(spec.options())
                                        .containsExactly(Map.entry("watch", "true")));
        assertThat(ingest.atEnd.keySet())
                .as("the worker closes before its streams are taken away")
                .containsExactly("footage", "localhost-8554-1");
        assertThat(text(err))
                .contains(
                        "ready in ",
                        "localhost is not a public address: this stream alone may reach"
                                + " localhost:8554",
                        "localhost-8554-1: live")
                .doesNotContain("canary");
        assertThat(DataDirectory.announced(directory.resolve("data"))).isEmpty();
        assertThat(directory.resolve("data/secrets")).isEmptyDirectory();

        SayingIngest next = new SayingIngest();
        Running again = start(next, List.of());
        again.await(() -> text(err).lines().filter(l -> l.startsWith("ready")).count() == 2);
        next.failure = Optional.of("ingest broke");

        assertThat(again.code.get(30, TimeUnit.SECONDS)).isEqualTo(1);
        assertThat(next.specs).isEmpty();
        assertThat(text(err)).contains("watchword: ingest broke\n", "watchword: the log is ");
    }

    @Test
    void postsWhatHappensToTheWebhookOfItsConfiguration() throws Exception {
        try (Hook hook = new Hook()) {
            SecretStore.open(DataDirectory.secrets(directory.resolve("data")), Map.of())
                    .put("alerts", "a secret that both know");
            Path config = directory.resolve("pipeline.yaml");
            Files.writeString(
                    config,
                    """
                    sinks:
                      - name: alerts
                        type: webhook
                        settings:
                          url: "%s"
                          secret: "secret:alerts"
                          plain.http: "true"
                          egress.allow: "127.0.0.0/8"
                    """
                            .formatted(hook.url()));
            SayingIngest ingest = new SayingIngest();
            Running run = start(ingest, List.of(), Optional.of(config));
            run.await(() -> text(err).contains("ready in "));

            tell(ingest.bootstrapServers, SampleEvents.event("yard", "A van stops."));
            run.await(() -> !hook.bodies.isEmpty());
            run.thread.interrupt();

            assertThat(run.code.get(30, TimeUnit.SECONDS)).isZero();
            assertThat(hook.bodies)
                    .singleElement()
                    .asString()
                    .contains("\"specversion\"", "A van stops.");
        }
    }

    private static void tell(String bootstrapServers, Event event) throws Exception {
        try (KafkaEventWriter writer = KafkaEventWriter.open(bootstrapServers)) {
            writer.append(event);
            writer.flush();
        }
    }

    @Test
    void everyProblemIsNamedAndNothingIsStarted() {
        int code =
                new Up(terminal, BrokerChoice.EMBEDDED, new SayingIngest())
                        .run(
                                new UpOptions(
                                        Optional.empty(),
                                        List.of("ftp://u:canary@host/1", "none.mp4"),
                                        false,
                                        Optional.of("webcam"),
                                        Optional.empty(),
                                        directory.resolve("data"),
                                        directory.resolve("out"),
                                        Optional.empty(),
                                        Optional.of(70_000),
                                        Optional.empty(),
                                        BUNDLE,
                                        Optional.of("xx"),
                                        false));

        assertThat(code).isEqualTo(2);
        assertThat(text(err).lines())
                .containsExactly(
                        "watchword: source refused: an address of kind \"ftp:\", required a path,"
                                + " rtsp://, rtsps://, http://, https:// or udp://",
                        "watchword: --profile webcam: required surveillance, dashcam, archive, live",
                        "watchword: none.mp4: no such file or folder",
                        "watchword: --http-port 70000: not in [0, 65535]",
                        "watchword: --lang xx: bundle random 1 speaks en, ru");
        assertThat(directory.resolve("data")).doesNotExist();
    }

    /** A run in a thread of its own. */
    private record Running(Thread thread, CompletableFuture<Integer> code) {
        void await(BooleanSupplier condition) throws InterruptedException {
            long deadlineNs = System.nanoTime() + Duration.ofSeconds(90).toNanos();
            while (!condition.getAsBoolean()) {
                assertThat(code).as("ended early").isNotDone();
                assertThat(System.nanoTime() - deadlineNs).as("too late").isNegative();
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
    }

    private Running start(IngestStarter ingest, List<String> sources) {
        return start(ingest, sources, Optional.empty());
    }

    private Running start(IngestStarter ingest, List<String> sources, Optional<Path> config) {
        CompletableFuture<Integer> code = new CompletableFuture<>();
        UpOptions options =
                new UpOptions(
                        config,
                        sources,
                        true,
                        Optional.empty(),
                        Optional.empty(),
                        directory.resolve("data"),
                        directory.resolve("out"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        BUNDLE,
                        Optional.empty(),
                        false);
        Thread thread =
                new Thread(
                        () ->
                                code.complete(
                                        new Up(terminal, BrokerChoice.EMBEDDED, ingest)
                                                .run(options)),
                        "up");
        thread.setDaemon(true);
        thread.start();
        return new Running(thread, code);
    }

    private int port() {
        Matcher line = Pattern.compile("page on http://127.0.0.1:([0-9]+)/").matcher(text(err));
        assertThat(line.find()).isTrue();
        return Integer.parseInt(line.group(1));
    }

    private static HttpResponse<String> get(int port, String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                .timeout(Duration.ofSeconds(10))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private static String text(ByteArrayOutputStream stream) {
        return stream.toString(UTF_8);
    }
}
