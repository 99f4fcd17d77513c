package io.watchword.sinks.webhook;

import static io.watchword.sinks.SampleEvents.event;
import static io.watchword.sinks.SampleEvents.line;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cloudevents.CloudEvent;
import io.cloudevents.jackson.JsonFormat;
import io.watchword.contract.Decoded;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MessageTest {
    private static final Instant TIME = Instant.parse("2026-05-01T12:00:00Z");

    @Test
    void isACloudEventThatCarriesTheEventAsItWasPublished() throws IOException {
        String json = line(event("e1", 2, 0, 1_000_000, "a van & \"things\""));

        Message message = valid("events", "car", Optional.of("e1"), json);

        CloudEvent event = new JsonFormat().deserialize(message.body());
        assertThat(message.id()).isEqualTo("e1:2").isEqualTo(event.getId());
        assertThat(event.getSpecVersion()).hasToString("1.0");
        assertThat(event.getType()).isEqualTo("io.watchword.event.v1");
        assertThat(event.getSource()).isEqualTo(URI.create("urn:watchword:stream:car-1a2b3c4d"));
        assertThat(event.getSubject()).isEqualTo("e1");
        assertThat(event.getTime()).hasToString("2026-05-01T12:00Z");
        assertThat(event.getExtension("revision")).isEqualTo(2);
        JsonNode body = new ObjectMapper().readTree(message.body());
        assertThat(body.path("data")).isEqualTo(new ObjectMapper().readTree(json));
        assertThat(body.path("datacontenttype").asText()).isEqualTo("application/json");
    }

    @Test
    void carriesHitsUnderTheIdThatTheySay() throws IOException {
        Message message = valid("hits", "sub-1", Optional.of("sub-1/e1"), "{\"why\":\"a van\"}");

        CloudEvent event = new JsonFormat().deserialize(message.body());
        assertThat(event.getId()).isEqualTo("sub-1/e1");
        assertThat(event.getType()).isEqualTo("io.watchword.hit.v1");
        assertThat(event.getSubject()).isEqualTo("sub-1");
    }

    @Test
    void givesARecordWithoutAnIdTheSameOneEachTime() {
        Message one = valid("hits", "k", Optional.empty(), "{\"a\":1}");
        Message again = valid("hits", "k", Optional.empty(), "{\"a\":1}");
        Message other = valid("hits", "k", Optional.empty(), "{\"a\":2}");

        assertThat(one.id()).isEqualTo(again.id()).isNotEqualTo(other.id());
    }

    @Test
    void keepsIdsThatCouldBendAHeaderOutOfIt() {
        Message message = valid("hits", "k", Optional.of("a\r\nX-Evil: 1"), "{}");

        assertThat(message.id()).matches("[0-9a-f]{64}");
    }

    @Test
    void refusesWhatIsNoObject() {
        for (String text : new String[] {"", "[1]", "7", "{", "{} {}"}) {
            assertThat(Message.of(origin("hits", "k", Optional.empty()), text.getBytes(UTF_8)))
                    .as(text)
                    .isInstanceOf(Decoded.Invalid.class);
        }
        assertThat(Message.of(origin("events", "k", Optional.empty()), "{}".getBytes(UTF_8)))
                .isInstanceOf(Decoded.Invalid.class);
    }

    private static Message.Origin origin(String topic, String key, Optional<String> id) {
        return new Message.Origin(topic, key, id, TIME);
    }

    private static Message valid(String topic, String key, Optional<String> id, String json) {
        Decoded<Message> message = Message.of(origin(topic, key, id), json.getBytes(UTF_8));
        return ((Decoded.Valid<Message>) message).value();
    }
}
