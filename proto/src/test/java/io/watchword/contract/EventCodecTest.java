package io.watchword.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class EventCodecTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonSchema SCHEMA = schema();

    @Test
    void writesWhatTheSchemaDescribes() throws IOException {
        for (int seed = 0; seed < 100; seed++) {
            byte[] bytes = EventCodec.encode(new RandomRecords(seed).event());

            assertThat(SCHEMA.validate(JSON.readTree(bytes))).as("seed %d", seed).isEmpty();
        }
    }

    @Test
    void refusesWhatTheSchemaRefuses() throws IOException {
        ObjectNode event = event();
        List<String> required =
                List.of(
                        "eventId",
                        "revision",
                        "streamId",
                        "source",
                        "startUs",
                        "endUs",
                        "caption",
                        "language",
                        "severity",
                        "confidence",
                        "model");

        for (String field : required) {
            ObjectNode without = event.deepCopy();
            without.remove(field);
            assertRefused(without);
        }
        assertRefused(event.deepCopy().put("revision", 0));
        assertRefused(event.deepCopy().put("revision", 1.5));
        assertRefused(event.deepCopy().put("confidence", 1.5));
        assertRefused(event.deepCopy().put("severity", "panic"));
        assertRefused(event.deepCopy().put("caption", 7));
    }

    @Test
    void refusesNumbersThatDoNotFit() throws IOException {
        assertInvalid(event().put("revision", 4_294_967_297L), "revision");
        assertInvalid(
                event().put("startUs", new java.math.BigInteger("-1").shiftLeft(70)), "startUs");
    }

    @Test
    void refusesWhatFollowsTheObject() throws IOException {
        byte[] two = (event() + " {}").getBytes(UTF_8);

        assertThat(EventCodec.decode(two)).isInstanceOf(Decoded.Invalid.class);
    }

    @Test
    void ignoresFieldsOfALaterVersion() throws IOException {
        ObjectNode later = event().put("colour", "red");

        assertThat(EventCodec.decode(later.toString().getBytes(UTF_8)))
                .isEqualTo(EventCodec.decode(event().toString().getBytes(UTF_8)));
    }

    @Test
    void takesAnAbsentPredecessorAsNone() throws IOException {
        ObjectNode event = event().putNull("supersedes");

        Decoded<Event> decoded = EventCodec.decode(event.toString().getBytes(UTF_8));

        assertThat(((Decoded.Valid<Event>) decoded).value().supersedes()).isEmpty();
    }

    @Test
    void writesTheFieldsThatScriptsRelyOn() throws IOException {
        assertThat(event().properties())
                .extracting(java.util.Map.Entry::getKey)
                .startsWith(
                        "eventId",
                        "revision",
                        "streamId",
                        "source",
                        "startUs",
                        "endUs",
                        "caption",
                        "language",
                        "labels",
                        "severity",
                        "confidence",
                        "evidence",
                        "model",
                        "degraded");
    }

    private static ObjectNode event() throws IOException {
        return (ObjectNode) JSON.readTree(EventCodec.encode(new RandomRecords(1).event()));
    }

    private static void assertRefused(JsonNode event) {
        assertThat(SCHEMA.validate(event)).as("%s", event).isNotEmpty();
        assertInvalid(event, "event: ");
    }

    private static void assertInvalid(JsonNode event, String detail) {
        Decoded<Event> decoded = EventCodec.decode(event.toString().getBytes(UTF_8));

        assertThat(decoded).as("%s", event).isInstanceOf(Decoded.Invalid.class);
        assertThat(((Decoded.Invalid<Event>) decoded).detail()).contains(detail);
    }

    private static JsonSchema schema() {
        try (InputStream in = EventCodec.class.getResourceAsStream("event.schema.json")) {
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(
                            Objects.requireNonNull(in, "event.schema.json is missing"),
                            SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
