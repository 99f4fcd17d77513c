package io.watchword.sinks.connect;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.watchword.contract.Event;
import io.watchword.contract.TokenLedger;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;

/**
 * Events as Connect knows data, after {@code event.schema.json}: as they are, or flat for targets
 * whose rows hold neither lists nor structures. In a flat one {@code evidence.keyframePtsUs} is
 * {@code evidence_keyframePtsUs}, and a list is a text that holds a JSON array.
 */
enum EventSchema {
    NESTED(nested()) {
        @Override
        Struct struct(Event event) {
            Struct struct = common(event).put("labels", event.labels());
            struct.put("evidence", evidence(event.evidence()));
            return struct.put("model", model(event.model()));
        }

        private Struct evidence(Event.Evidence evidence) {
            Schema type = schema().field("evidence").schema();
            return new Struct(type)
                    .put("segmentIds", evidence.segmentIds())
                    .put("keyframePtsUs", evidence.keyframePtsUs())
                    .put("tokens", tokens(new Struct(type.field("tokens").schema()), "", evidence));
        }

        private Struct model(Event.Model model) {
            return EventSchema.model(new Struct(schema().field("model").schema()), "", model);
        }
    },
    FLAT(flat()) {
        @Override
        Struct struct(Event event) {
            Struct struct = common(event).put("labels", json(event.labels()));
            struct.put("evidence_segmentIds", json(event.evidence().segmentIds()));
            struct.put("evidence_keyframePtsUs", event.evidence().keyframePtsUs());
            tokens(struct, "evidence_tokens_", event.evidence());
            return model(struct, "model_", event.model());
        }
    };

    /** Of the schema, beside its name; one more when a field comes. */
    static final int VERSION = 1;

    @SuppressWarnings("ImmutableEnumChecker") // Connect's schemas do not change once built
    private final Schema schema;

    EventSchema(Schema schema) {
        this.schema = schema;
    }

    Schema schema() {
        return schema;
    }

    abstract Struct struct(Event event);

    final Struct common(Event event) {
        Struct struct = new Struct(schema);
        struct.put("eventId", event.eventId()).put("revision", event.revision());
        struct.put("streamId", event.streamId()).put("source", event.source());
        struct.put("startUs", event.span().startUs()).put("endUs", event.span().endUs());
        struct.put("caption", event.caption()).put("language", event.language());
        struct.put("severity", event.severity().name().toLowerCase(Locale.ROOT));
        struct.put("confidence", (double) Math.round(event.confidence() * 10_000) / 10_000);
        struct.put("degraded", event.degraded());
        return struct.put("supersedes", event.supersedes().orElse(null));
    }

    private static Struct tokens(Struct struct, String prefix, Event.Evidence evidence) {
        TokenLedger tokens = evidence.tokens();
        struct.put(prefix + "text", tokens.text()).put(prefix + "spatial", tokens.spatial());
        struct.put(prefix + "motion", tokens.motion()).put(prefix + "audio", tokens.audio());
        struct.put(prefix + "temporal", tokens.temporal());
        struct.put(prefix + "delimiter", tokens.delimiter());
        return struct.put(prefix + "decoded", tokens.decoded());
    }

    private static Struct model(Struct struct, String prefix, Event.Model model) {
        struct.put(prefix + "name", model.name()).put(prefix + "sha256", model.sha256());
        struct.put(prefix + "promptSha256", model.promptSha256());
        return struct.put(prefix + "configSha256", model.configSha256());
    }

    private static String json(List<String> texts) {
        com.fasterxml.jackson.databind.node.ArrayNode array = JsonNodeFactory.instance.arrayNode();
        texts.forEach(array::add);
        return array.toString();
    }

    private static Schema nested() {
        Schema tokens = tokens(SchemaBuilder.struct().name("io.watchword.Tokens"), "").build();
        Schema texts = SchemaBuilder.array(Schema.STRING_SCHEMA).build();
        Schema evidence =
                SchemaBuilder.struct()
                        .name("io.watchword.Evidence")
                        .version(VERSION)
                        .field("segmentIds", texts)
                        .field("keyframePtsUs", Schema.INT64_SCHEMA)
                        .field("tokens", tokens)
                        .build();
        Schema model = model(SchemaBuilder.struct().name("io.watchword.Model"), "").build();
        return common("io.watchword.Event", texts)
                .field("evidence", evidence)
                .field("model", model)
                .build();
    }

    private static Schema flat() {
        SchemaBuilder schema =
                common("io.watchword.FlatEvent", Schema.STRING_SCHEMA)
                        .field("evidence_segmentIds", Schema.STRING_SCHEMA)
                        .field("evidence_keyframePtsUs", Schema.INT64_SCHEMA);
        return model(tokens(schema, "evidence_tokens_"), "model_").build();
    }

    private static SchemaBuilder common(String name, Schema labels) {
        return SchemaBuilder.struct()
                .name(name)
                .version(VERSION)
                .field("eventId", Schema.STRING_SCHEMA)
                .field("revision", Schema.INT32_SCHEMA)
                .field("streamId", Schema.STRING_SCHEMA)
                .field("source", Schema.STRING_SCHEMA)
                .field("startUs", Schema.INT64_SCHEMA)
                .field("endUs", Schema.INT64_SCHEMA)
                .field("caption", Schema.STRING_SCHEMA)
                .field("language", Schema.STRING_SCHEMA)
                .field("labels", labels)
                .field("severity", Schema.STRING_SCHEMA)
                .field("confidence", Schema.FLOAT64_SCHEMA)
                .field("degraded", Schema.BOOLEAN_SCHEMA)
                .field("supersedes", Schema.OPTIONAL_STRING_SCHEMA);
    }

    private static SchemaBuilder tokens(SchemaBuilder schema, String prefix) {
        for (String kind :
                List.of("text", "spatial", "motion", "audio", "temporal", "delimiter", "decoded")) {
            schema.field(prefix + kind, Schema.INT32_SCHEMA);
        }
        return schema;
    }

    private static SchemaBuilder model(SchemaBuilder schema, String prefix) {
        for (String field : List.of("name", "sha256", "promptSha256", "configSha256")) {
            schema.field(prefix + field, Schema.STRING_SCHEMA);
        }
        return schema;
    }
}
