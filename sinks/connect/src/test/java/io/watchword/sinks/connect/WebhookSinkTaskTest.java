package io.watchword.sinks.connect;

import static io.watchword.sinks.SampleEvents.event;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.watchword.contract.Event;
import io.watchword.sinks.webhook.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WebhookSinkTaskTest {
    private static final String SECRET = "a secret that both know";
    private static final Event FIRST = event("e1", 1, 0, 2_000_000, "a car");
    private static final Event SECOND = event("e2", 3, 2_000_000, 3_000_000, "a van");

    private final Receiver receiver = Receiver.start();
    private final ScriptedContext context = new ScriptedContext(true);
    private final ManualClock clock = new ManualClock();
    private final WebhookSinkTask task = new WebhookSinkTask(clock);

    @AfterEach
    void stop() {
        task.stop();
        receiver.close();
    }

    @Test
    void postsEachEventOnceSignedAndWithItsIdempotencyKey() {
        start(Map.of());

        task.put(List.of(Records.of(0, FIRST), Records.of(1, SECOND)));
        task.preCommit(Map.of());

        assertThat(receiver.requests)
                .extracting(Receiver.Request::id)
                .containsExactly("e1:1", "e2:3");
        Receiver.Request request = receiver.requests.get(0);
        assertThat(request.path()).isEqualTo("/hook");
        assertThat(request.header().apply("idempotency-key")).isEqualTo("e1:1");
        assertThat(request.header().apply("content-type"))
                .startsWith("application/cloudevents+json");
        Instant sent =
                Instant.ofEpochSecond(Long.parseLong(request.header().apply("webhook-timestamp")));
        assertThat(sent).isEqualTo(clock.instant());
        assertThat(request.header().apply("webhook-signature"))
                .isEqualTo(Signature.of(SECRET).sign("e1:1", sent, request.body().getBytes(UTF_8)));
    }

    @Test
    void postsHits() {
        start(Map.of());
        byte[] hit = "{\"subscription\":\"s1\",\"why\":\"a van\"}".getBytes(UTF_8);

        task.put(List.of(Records.of("hits", 0, "s1", "s1/e2", hit, 0)));

        assertThat(receiver.requests).extracting(Receiver.Request::id).containsExactly("s1/e2");
        assertThat(receiver.requests.get(0).body()).contains("\"why\":\"a van\"");
    }

    @Test
    void postsOnlyHitsThatNameItOrNone() {
        start(Map.of("name", "sink-gate", "subscribed.name", "gate"));
        List<SinkRecord> hits = new ArrayList<>();
        for (String webhook : List.of("gate", "yard", receiver.url(), "https://elsewhere/hook")) {
            byte[] hit = "{\"webhook\":\"%s\"}".formatted(webhook).getBytes(UTF_8);
            hits.add(Records.of("hits", hits.size(), "s1", "s1/e" + hits.size(), hit, 0));
        }
        hits.add(Records.of("hits", 4, "s1", "s1/e4", "{}".getBytes(UTF_8), 0));

        task.put(hits);
        task.flush(Map.of());

        assertThat(receiver.requests)
                .extracting(Receiver.Request::id)
                .containsExactly("s1/e0", "s1/e2", "s1/e4");
    }

    @Test
    void waitsAsLongAsTheReceiverAsksAndGoesOnWhereItWas() {
        start(Map.of());
        List<SinkRecord> batch = List.of(Records.of(0, FIRST), Records.of(1, SECOND));
        receiver.script.add(Receiver.Reply.of(200));
        receiver.script.add(new Receiver.Reply(429, "Retry-After", "17"));

        task.put(batch);
        assertThat(Records.committed(task, batch)).isEqualTo(1);
        clock.pass(Duration.ofSeconds(17));
        task.put(List.of());

        assertThat(context.waitsMs).containsExactly(17_000L);
        assertThat(receiver.requests)
                .extracting(Receiver.Request::id)
                .containsExactly("e1:1", "e2:3", "e2:3");
    }

    @Test
    void losesNothingWhileTheReceiverIsDown() {
        start(Map.of());
        List<SinkRecord> batch = List.of(Records.of(0, FIRST), Records.of(1, SECOND));
        int port = receiver.port();
        receiver.close();
        task.put(batch);
        for (int i = 0; i < 10; i++) {
            clock.pass(Duration.ofSeconds(6));
            task.put(List.of());
            assertThat(Records.committed(task, batch)).isZero();
        }
        clock.pass(Duration.ofMinutes(1));

        try (Receiver back = Receiver.start(port)) {
            task.put(List.of());

            assertThat(Records.committed(task, batch)).isEqualTo(2);
            assertThat(back.requests)
                    .extracting(Receiver.Request::id)
                    .containsExactly("e1:1", "e2:3");
        }
        assertThat(context.rejected).isEmpty();
    }

    @Test
    void rejectsOnlyWhatTheReceiverOrTheSchemaRefuses() {
        start(Map.of());
        receiver.script.add(Receiver.Reply.of(422));
        SinkRecord damaged = Records.damaged(Records.of(1, FIRST));

        task.put(List.of(Records.of(0, FIRST), damaged, Records.of(2, SECOND)));
        task.preCommit(Map.of());

        assertThat(context.rejected).extracting(SinkRecord::kafkaOffset).containsExactly(0L, 1L);
        assertThat(context.reasons.get(0)).startsWith("UNREADABLE: the receiver answered 422");
        assertThat(context.reasons.get(1)).startsWith("CHECKSUM: ");
        assertThat(receiver.requests)
                .extracting(Receiver.Request::id)
                .containsExactly("e1:1", "e2:3");
    }

    @Test
    void followsNoRedirect() {
        start(Map.of());
        receiver.script.add(new Receiver.Reply(307, "Location", receiver.url() + "/elsewhere"));

        task.put(List.of(Records.of(0, FIRST)));

        assertThat(receiver.requests).extracting(Receiver.Request::path).containsExactly("/hook");
        assertThat(context.reasons.get(0)).contains("redirects are not followed");
    }

    @Test
    void reachesNoPrivateAddressThatIsNotAllowed() {
        start(Map.of("egress.allow", "10.0.0.0/8"));

        try (WarningLog log = WarningLog.of(Patience.class)) {
            task.put(List.of(Records.of(0, FIRST)));

            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .contains("127.0.0.1, not a public address", "egress.allow");
        }
        assertThat(receiver.requests).isEmpty();
    }

    @Test
    void leavesAReceiverThatNeverAnswers() throws Exception {
        try (java.net.ServerSocket silent =
                new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            start(
                    Map.of(
                            "url",
                            "http://127.0.0.1:" + silent.getLocalPort() + "/",
                            "timeout.ms",
                            "50"));

            List<SinkRecord> batch = List.of(Records.of(0, FIRST));
            task.put(batch);

            assertThat(Records.committed(task, batch)).isZero();
        }
    }

    @Test
    void refusesSettingsThatAreNotSafe() {
        assertThat(problem(Map.of("url", "http://example.com/")))
                .isEqualTo("url: required https, or plain.http=true");
        assertThat(problem(Map.of("url", "https://user:pass@example.com/")))
                .startsWith("url: required no user name");
        assertThat(problem(Map.of("url", "file:///etc/passwd"))).startsWith("url: required https");
        assertThat(problem(Map.of("secret", "short")))
                .isEqualTo("secret: required a secret of at least 16 bytes, found 5");
        assertThat(problem(Map.of("egress.allow", "everywhere"))).startsWith("egress.allow: ");
        assertThatThrownBy(() -> new WebhookSinkConnector().start(settings(Map.of("secret", "x"))))
                .isInstanceOf(ConfigException.class);
    }

    private static String problem(Map<String, String> changed) {
        Map<String, String> settings = new HashMap<>();
        settings.put("url", "https://example.com/hook");
        settings.put("secret", SECRET);
        settings.putAll(changed);
        return new WebhookSinkConnector()
                .validate(settings).configValues().stream()
                        .map(ConfigValue::errorMessages)
                        .flatMap(List::stream)
                        .findFirst()
                        .orElse("");
    }

    private void start(Map<String, String> changed) {
        task.initialize(context);
        task.start(settings(changed));
    }

    private Map<String, String> settings(Map<String, String> changed) {
        Map<String, String> settings = new HashMap<>();
        settings.put("url", receiver.url());
        settings.put("secret", SECRET);
        settings.put("plain.http", "true");
        settings.put("egress.allow", "127.0.0.0/8");
        settings.putAll(changed);
        return settings;
    }
}
