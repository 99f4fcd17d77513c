package io.watchword.sinks.connect;

import static io.watchword.sinks.SampleEvents.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.debezium.connector.jdbc.JdbcSinkConnectorTask;
import io.watchword.contract.Event;
import io.watchword.contract.EventCodec;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

/** Somebody else's sink reads topic {@code events} through {@link EventConverter}. */
class OtherSinkTest {
    @Test
    void debeziumsJdbcSinkKeepsEventsInATableThatItMakes() throws Exception {
        EventConverter converter = new EventConverter();
        converter.configure(Map.of("shape", "flat"), false);
        EmbeddedPostgres postgres = SharedPostgres.get();
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE other"); // it looks for its tables in every schema
        }
        JdbcSinkConnectorTask sink = new JdbcSinkConnectorTask();
        sink.initialize(new ScriptedContext(true));
        sink.start(
                Map.of(
                        "connection.url", postgres.getJdbcUrl("postgres", "other"),
                        "connection.username", "postgres",
                        "connection.password", "",
                        "insert.mode", "upsert",
                        "primary.key.mode", "record_value",
                        "primary.key.fields", "eventId",
                        "schema.evolution", "basic"));
        Event first = event("e1", 1, 0, 2_000_000, "a van");
        Event again = event("e1", 2, 0, 2_000_000, "a white van");

        sink.put(List.of(read(converter, 0, first)));
        sink.put(List.of(read(converter, 0, first), read(converter, 1, again)));
        sink.stop();

        assertThat(rows(postgres)).containsExactly("e1|2|a white van|[\"motion\"]|tiny 1|12");
    }

    private static SinkRecord read(EventConverter converter, long offset, Event event) {
        SchemaAndValue value =
                converter.toConnectData("events", new RecordHeaders(), EventCodec.encode(event));
        return new SinkRecord(
                "events",
                0,
                Schema.STRING_SCHEMA,
                event.streamId(),
                value.schema(),
                value.value(),
                offset,
                0L,
                TimestampType.CREATE_TIME);
    }

    private static List<String> rows(EmbeddedPostgres postgres) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Connection connection = postgres.getDatabase("postgres", "other").getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "SELECT concat_ws('|', eventId, revision, caption, labels,"
                                        + " model_name, evidence_tokens_decoded) FROM events")) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        }
        return found;
    }
}
