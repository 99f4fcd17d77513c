package io.watchword.sinks.connect;

import static io.watchword.sinks.SampleEvents.event;
import static io.watchword.sinks.SampleEvents.replacing;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.watchword.contract.Event;
import io.watchword.contract.EventCodec;
import io.watchword.contract.Headers;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.connect.data.ConnectSchema;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.storage.Converter;
import org.junit.jupiter.api.Test;

class EventConverterTest {
    private static final Event EVENT = replacing("e2", "e1", 5_000_000, "a van stops");

    private final EventConverter converter = new EventConverter();

    @Test
    void isFoundByConnectsServiceLoad() {
        assertThat(ServiceLoader.load(Converter.class))
                .hasAtLeastOneElementOfType(EventConverter.class);
    }

    @Test
    void givesEveryFieldOfAnEventWithItsSchema() {
        converter.configure(Map.of(), false);

        SchemaAndValue read = converter.toConnectData("events", EventCodec.encode(EVENT));

        ConnectSchema.validateValue(read.schema(), read.value());
        Struct struct = (Struct) read.value();
        assertThat(read.schema().name()).isEqualTo("io.watchword.Event");
        assertThat(read.schema().version()).isEqualTo(1);
        assertThat(struct.getString("eventId")).isEqualTo("e2");
        assertThat(struct.getInt64("startUs")).isEqualTo(5_000_000L);
        assertThat(struct.getArray("labels")).isEqualTo(List.of("motion"));
        assertThat(struct.getString("supersedes")).isEqualTo("e1");
        assertThat(struct.getStruct("evidence").getArray("segmentIds")).isEqualTo(List.of("s/1/0"));
        assertThat(struct.getStruct("evidence").getStruct("tokens").getInt32("decoded"))
                .isEqualTo(12);
        assertThat(struct.getStruct("model").getString("name")).isEqualTo("tiny 1");
    }

    @Test
    void givesPlainColumnsWhereAsked() {
        converter.configure(Map.of("shape", "flat"), false);

        SchemaAndValue read = converter.toConnectData("events", EventCodec.encode(EVENT));

        Struct struct = (Struct) read.value();
        ConnectSchema.validateValue(read.schema(), struct);
        assertThat(read.schema().fields()).allMatch(field -> field.schema().type().isPrimitive());
        assertThat(struct.getString("labels")).isEqualTo("[\"motion\"]");
        assertThat(struct.getInt32("evidence_tokens_decoded")).isEqualTo(12);
        assertThat(struct.getString("model_name")).isEqualTo("tiny 1");
    }

    @Test
    void saysExactlyWhatThePublishedSchemaSays() throws Exception {
        JsonNode published;
        try (InputStream in = EventCodec.class.getResourceAsStream("event.schema.json")) {
            published = new ObjectMapper().readTree(in);
        }

        Set<String> fromJson = new TreeSet<>();
        collect(published, "", fromJson);
        Set<String> fromConnect = new TreeSet<>();
        collect(EventSchema.NESTED.schema(), "", fromConnect);
        Set<String> flat = new TreeSet<>();
        collect(EventSchema.FLAT.schema(), "", flat);

        assertThat(fromConnect).isEqualTo(fromJson);
        assertThat(flat.stream().map(name -> name.replace('_', '.')))
                .containsExactlyInAnyOrderElementsOf(fromJson);
    }

    private static void collect(JsonNode type, String path, Set<String> leaves) {
        for (Map.Entry<String, JsonNode> property : type.path("properties").properties()) {
            String name = path + property.getKey();
            if (property.getValue().has("required")) {
                collect(property.getValue(), name + ".", leaves);
            } else {
                leaves.add(name);
            }
        }
        type.path("required")
                .forEach(
                        name -> {
                            if (!type.path("properties").has(name.asText())) {
                                leaves.add(path + name.asText());
                            }
                        });
    }

    private static void collect(Schema schema, String path, Set<String> leaves) {
        for (Field field : schema.fields()) {
            if (field.schema().type() == Schema.Type.STRUCT) {
                collect(field.schema(), path + field.name() + ".", leaves);
            } else {
                leaves.add(path + field.name());
            }
        }
    }

    @Test
    void refusesWhatIsNoEventOrWasChangedOnTheWay() {
        byte[] bytes = EventCodec.encode(event("e1", 1, 0, 1, "x"));
        RecordHeaders headers = new RecordHeaders();
        headers.add(Headers.SHA256, "0".repeat(64).getBytes(UTF_8));

        assertThatThrownBy(() -> converter.toConnectData("events", "{}".getBytes(UTF_8)))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith("INVALID_RECORD: ");
        assertThatThrownBy(() -> converter.toConnectData("events", headers, bytes))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith("CHECKSUM: ");
        assertThat(converter.toConnectData("events", new RecordHeaders(), bytes).value())
                .isNotNull();
        assertThat(converter.toConnectData("events", null)).isEqualTo(SchemaAndValue.NULL);
    }
}
