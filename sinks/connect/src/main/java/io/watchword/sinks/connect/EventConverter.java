package io.watchword.sinks.connect;

import io.watchword.contract.Decoded;
import io.watchword.contract.Event;
import io.watchword.sinks.row.EventJson;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.storage.Converter;
import org.jspecify.annotations.Nullable;

/**
 * Reads topic {@code events} for any sink connector: as the value converter it gives each event
 * with a full schema. With {@code shape=flat} rows hold plain columns only.
 */
public final class EventConverter implements Converter {
    private static final String SHAPE = "shape";
    private static final ConfigDef DEFINITION =
            new ConfigDef()
                    .define(
                            SHAPE,
                            ConfigDef.Type.STRING,
                            "nested",
                            ConfigDef.ValidString.in("nested", "flat"),
                            ConfigDef.Importance.MEDIUM,
                            "nested as events are published, or flat for targets without lists and"
                                    + " structures: JDBC.");

    private EventSchema shape = EventSchema.NESTED;

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        String text = new AbstractConfig(DEFINITION, configs, false).getString(SHAPE);
        shape = EventSchema.valueOf(text.toUpperCase(Locale.ROOT));
    }

    @Override
    public ConfigDef config() {
        return DEFINITION;
    }

    /** The checksum is checked where the record has one. */
    @Override
    public SchemaAndValue toConnectData(
            String topic, @Nullable Headers headers, byte @Nullable [] value) {
        Header sum =
                headers == null ? null : headers.lastHeader(io.watchword.contract.Headers.SHA256);
        if (sum != null && value != null) {
            Optional<String> problem =
                    io.watchword.contract.Headers.checksumProblem(sum.value(), value);
            if (problem.isPresent()) {
                throw new DataException("CHECKSUM: " + problem.get());
            }
        }
        return toConnectData(topic, value);
    }

    @Override
    public SchemaAndValue toConnectData(String topic, byte @Nullable [] value) {
        if (value == null) {
            return SchemaAndValue.NULL;
        }
        Decoded<EventJson> decoded = EventJson.decode(value);
        if (decoded instanceof Decoded.Invalid<EventJson> invalid) {
            throw new DataException(invalid.code() + ": " + invalid.detail());
        }
        Event event = ((Decoded.Valid<EventJson>) decoded).value().event();
        return new SchemaAndValue(shape.schema(), shape.struct(event));
    }

    @Override
    public byte[] fromConnectData(String topic, Schema schema, Object value) {
        throw new DataException(
                "EventConverter reads events for sinks; it writes none, so no source can use it");
    }
}
