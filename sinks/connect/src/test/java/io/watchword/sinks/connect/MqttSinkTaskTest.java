package io.watchword.sinks.connect;

import static io.watchword.sinks.SampleEvents.event;
import static io.watchword.sinks.SampleEvents.line;
import static io.watchword.sinks.SampleEvents.with;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.watchword.contract.Event;
import io.watchword.contract.EventCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Against a real broker. */
class MqttSinkTaskTest {
    private static final Event FIRST = event("e1", 1, 0, 2_000_000, "a van stops");
    private final MqttBroker broker = MqttBroker.get();
    private final String prefix;
    private final String discovery;
    private final String topic;

    private final ManualClock clock = new ManualClock();
    private final ScriptedContext context = new ScriptedContext(true);
    private final MqttSinkTask task = new MqttSinkTask(clock);

    MqttSinkTaskTest(TestInfo test) {
        prefix = "w" + Integer.toHexString(test.getDisplayName().hashCode());
        discovery = "home-" + prefix;
        topic = prefix + "/car-1a2b3c4d/";
    }

    @AfterEach
    void stop() {
        task.stop();
    }

    @Test
    void announcesTheStreamThenPublishesTheEventAndItsState() throws Exception {
        start();
        Event alert = with(FIRST, List.of("motion"), Event.Severity.ALERT, List.of());
        try (MqttBroker.Reader reader = broker.reader(prefix, discovery)) {
            task.put(List.of(recordedNow(0, alert)));

            assertThat(reader.next())
                    .isEqualTo(new MqttBroker.Received(prefix + "/status", "online"));
            MqttBroker.Received sensor = reader.next();
            assertThat(sensor.topic())
                    .isEqualTo(discovery + "/sensor/" + prefix + "_car-1a2b3c4d/last_event/config");
            JsonNode config = new ObjectMapper().readTree(sensor.payload());
            assertThat(config.path("state_topic").asText()).isEqualTo(topic + "last");
            assertThat(config.path("availability_topic").asText()).isEqualTo(prefix + "/status");
            assertThat(config.path("unique_id").asText())
                    .isEqualTo(prefix + "_car-1a2b3c4d_last_event");
            assertThat(config.path("device").path("name").asText()).isEqualTo("car-1a2b3c4d");
            JsonNode motion = new ObjectMapper().readTree(reader.next().payload());
            assertThat(motion.path("state_topic").asText()).isEqualTo(topic + "motion");
            assertThat(motion.path("off_delay").asInt()).isEqualTo(30);
            assertThat(reader.next().topic()).endsWith("/alert/config");
            assertThat(reader.next())
                    .isEqualTo(new MqttBroker.Received(topic + "event", line(alert)));
            MqttBroker.Received last = reader.next();
            assertThat(last.topic()).isEqualTo(topic + "last");
            assertThat(new ObjectMapper().readTree(last.payload()).path("state").asText())
                    .isEqualTo("a van stops");
            assertThat(reader.next().topic()).isEqualTo(topic + "motion");
            assertThat(reader.next()).isEqualTo(new MqttBroker.Received(topic + "alert", "ON"));
        }
    }

    @Test
    void leavesWhatHomeAssistantNeedsWithTheBrokerForThoseWhoComeLater() throws Exception {
        start();
        try (MqttBroker.Reader early = broker.reader(prefix, discovery)) {
            task.put(List.of(recordedNow(0, FIRST)));
            while (!early.next().topic().equals(topic + "motion")) {
                // The broker is done with an event when its last message is through.
            }
        }

        try (MqttBroker.Reader late = broker.reader(prefix, discovery)) {
            List<String> topics = new ArrayList<>();
            while (topics.size() < 5) {
                topics.add(late.next().topic());
            }
            assertThat(topics)
                    .containsExactlyInAnyOrder(
                            prefix + "/status",
                            topic + "last",
                            discovery + "/sensor/" + prefix + "_car-1a2b3c4d/last_event/config",
                            discovery + "/binary_sensor/" + prefix + "_car-1a2b3c4d/motion/config",
                            discovery + "/binary_sensor/" + prefix + "_car-1a2b3c4d/alert/config");
            task.stop();
            assertThat(late.next())
                    .isEqualTo(new MqttBroker.Received(prefix + "/status", "offline"));
        }
    }

    @Test
    void publishesAnEventOnceAndANewRevisionOnceMore() throws Exception {
        start();
        Event second = event("e1", 2, 0, 2_000_000, "a white van stops");
        try (MqttBroker.Reader reader = broker.reader(prefix, discovery)) {
            task.put(List.of(Records.of(0, FIRST)));
            task.put(List.of(Records.of(0, FIRST), Records.of(1, second)));
            task.put(List.of(Records.of(0, FIRST), Records.of(1, second)));
            task.put(List.of(Records.of(2, event("end", 1, 9, 10, "end"))));

            List<String> events = events(reader, 3);
            assertThat(events.subList(0, 2)).containsExactly(line(FIRST), line(second));
            assertThat(events.get(2)).contains("\"end\"");
        }
    }

    @Test
    void turnsNothingOnForWhatHappenedLongAgo() throws Exception {
        start();
        try (MqttBroker.Reader reader = broker.reader(prefix, discovery)) {
            SinkRecord old = recordedNow(0, FIRST);
            clock.pass(Duration.ofMinutes(1));
            task.put(List.of(old));
            byte[] hit = "{\"why\":\"a van\"}".getBytes(UTF_8);
            task.put(List.of(Records.of("hits", 0, "sub 1", "h1", hit, 0)));

            MqttBroker.Received next = reader.next();
            while (!next.topic().startsWith(prefix + "/hits/")) {
                assertThat(next.topic()).isNotEqualTo(topic + "motion");
                next = reader.next();
            }
            assertThat(next.topic()).startsWith(prefix + "/hits/sub_1_");
            assertThat(next.payload()).isEqualTo("{\"why\":\"a van\"}");
        }
    }

    @Test
    void losesNothingWhileTheBrokerIsAway() throws Exception {
        List<SinkRecord> batch =
                List.of(
                        Records.of(1, event("e2", 1, 3, 4, "b")),
                        Records.damaged(Records.of(2, FIRST)),
                        Records.of(3, event("e3", 1, 5, 6, "c")));
        try (Gate gate = Gate.to(broker.port())) {
            start(gate.port());
            task.put(List.of(Records.of(0, FIRST)));
            gate.shut();
            task.put(batch);
            for (int i = 0; i < 4; i++) {
                clock.pass(Duration.ofMinutes(1));
                task.put(List.of());
            }
            assertThat(Records.committed(task, batch)).isEqualTo(1);
            gate.open();
            clock.pass(Duration.ofMinutes(1));

            try (MqttBroker.Reader reader = broker.reader(prefix, discovery)) {
                task.put(List.of());

                assertThat(events(reader, 2).get(0)).contains("\"e2\"");
            }
            task.stop();
        }
        assertThat(Records.committed(task, batch)).isEqualTo(4);
        assertThat(context.reasons).hasSize(1).first().asString().startsWith("CHECKSUM: ");
        assertThat(context.waitsMs).hasSize(5);
    }

    private List<String> events(MqttBroker.Reader reader, int count) throws InterruptedException {
        List<String> events = new ArrayList<>();
        while (events.size() < count) {
            MqttBroker.Received next = reader.next();
            if (next.topic().equals(topic + "event")) {
                events.add(next.payload());
            }
        }
        return events;
    }

    @Test
    void refusesSettingsThatCannotWork() {
        assertThatThrownBy(
                        () -> new MqttSinkConnector().start(Map.of("broker", "http://localhost")))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("broker: required tcp://");
        assertThatThrownBy(
                        () ->
                                new MqttSinkConnector()
                                        .start(
                                                Map.of(
                                                        "broker",
                                                        "tcp://h:1",
                                                        "topic.prefix",
                                                        "a/#")))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("topic.prefix: ");
    }

    private SinkRecord recordedNow(long offset, Event event) {
        return Records.of(
                "events",
                offset,
                event.streamId(),
                event.eventId(),
                EventCodec.encode(event),
                clock.instant().toEpochMilli());
    }

    private void start() {
        start(broker.port());
    }

    private void start(int port) {
        Map<String, String> settings = new HashMap<>();
        settings.put("broker", "tcp://127.0.0.1:" + port);
        settings.put("client.id", prefix);
        settings.put("topic.prefix", prefix);
        settings.put("discovery.prefix", discovery);
        settings.put("timeout.ms", "20000");
        task.initialize(context);
        task.start(settings);
    }
}
