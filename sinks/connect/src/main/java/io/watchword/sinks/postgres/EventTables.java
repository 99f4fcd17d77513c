package io.watchword.sinks.postgres;

import io.watchword.contract.Event;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Writes batches into the tables. Writing one twice, or in another order, comes to the same: higher
 * revisions win, and an event's vector is computed anew when the event or one of its segments
 * comes. Commits nothing. Not thread-safe.
 */
final class EventTables {
    private static final String UPSERT_VECTOR =
            """
            INSERT INTO segment_vectors
                (segment_id, bundle_sha256, stream_id, start_us, end_us, search_vector)
            VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (segment_id, bundle_sha256) DO NOTHING""";

    // An id belongs to the stream that used it first: no stream changes another's events.
    private static final String UPSERT_EVENT =
            """
            INSERT INTO events
                (event_id, revision, stream_id, source, start_us, end_us, caption, language,
                 labels, severity, confidence, degraded, model_name, model_sha256, segment_ids,
                 supersedes, recorded_at, event)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb)
            ON CONFLICT (event_id) DO UPDATE SET
                revision = excluded.revision, source = excluded.source,
                start_us = excluded.start_us, end_us = excluded.end_us,
                caption = excluded.caption, language = excluded.language,
                labels = excluded.labels, severity = excluded.severity,
                confidence = excluded.confidence, degraded = excluded.degraded,
                model_name = excluded.model_name, model_sha256 = excluded.model_sha256,
                segment_ids = excluded.segment_ids, supersedes = excluded.supersedes,
                recorded_at = excluded.recorded_at, event = excluded.event,
                search_vector = NULL
            WHERE events.revision < excluded.revision AND events.stream_id = excluded.stream_id""";

    // Whichever of the two comes later finds the other.
    private static final String REPLACE =
            """
            UPDATE events old SET superseded_by = young.event_id
            FROM events young
            WHERE young.supersedes = old.event_id AND young.stream_id = old.stream_id
                AND young.event_id <> old.event_id
                AND old.superseded_by IS DISTINCT FROM young.event_id
                AND (young.event_id = ANY (?) OR old.event_id = ANY (?))""";

    // Joined by equality: a segment that is looked for in each event's list costs their product.
    private static final String LACKING =
            """
            SELECT e.event_id, v.search_vector
            FROM (SELECT event_id, segment_ids, model_sha256 FROM events
                    WHERE event_id = ANY (?) OR segment_ids && ? FOR UPDATE) e
                CROSS JOIN LATERAL unnest(e.segment_ids) AS evidence (segment_id)
                JOIN segment_vectors v
                    ON v.segment_id = evidence.segment_id AND v.bundle_sha256 = e.model_sha256
            ORDER BY e.event_id, v.start_us""";

    private final Connection connection;

    EventTables(Connection connection) {
        this.connection = connection;
    }

    /** Writes the batch and returns the dimensions of the vectors that events got. */
    Set<Integer> write(Batch batch) throws SQLException {
        upsertVectors(batch.vectors());
        upsertEvents(batch.events());
        List<String> eventIds =
                batch.events().stream().map(e -> e.json().event().eventId()).distinct().toList();
        if (!eventIds.isEmpty()) {
            try (PreparedStatement replace = connection.prepareStatement(REPLACE)) {
                replace.setArray(1, texts(eventIds));
                replace.setArray(2, texts(eventIds));
                replace.executeUpdate();
            }
        }
        List<String> segmentIds =
                batch.vectors().stream().map(SegmentVector::segmentId).distinct().toList();
        return giveVectors(eventIds, segmentIds);
    }

    private void upsertVectors(List<SegmentVector> vectors) throws SQLException {
        if (vectors.isEmpty()) {
            return;
        }
        try (PreparedStatement upsert = connection.prepareStatement(UPSERT_VECTOR)) {
            for (SegmentVector vector : vectors) {
                upsert.setString(1, vector.segmentId());
                upsert.setString(2, vector.bundleSha256());
                upsert.setString(3, vector.streamId());
                upsert.setLong(4, vector.span().startUs());
                upsert.setLong(5, vector.span().endUs());
                upsert.setArray(6, reals(vector.vector()));
                upsert.addBatch();
            }
            upsert.executeBatch();
        }
    }

    private void upsertEvents(List<StoredEvent> events) throws SQLException {
        if (events.isEmpty()) {
            return;
        }
        try (PreparedStatement upsert = connection.prepareStatement(UPSERT_EVENT)) {
            for (StoredEvent event : events) {
                bind(upsert, event);
                upsert.addBatch();
            }
            upsert.executeBatch();
        }
    }

    private void bind(PreparedStatement upsert, StoredEvent stored) throws SQLException {
        Event event = stored.json().event();
        upsert.setString(1, event.eventId());
        upsert.setInt(2, event.revision());
        upsert.setString(3, event.streamId());
        upsert.setString(4, event.source());
        upsert.setLong(5, event.span().startUs());
        upsert.setLong(6, event.span().endUs());
        upsert.setString(7, event.caption());
        upsert.setString(8, event.language());
        upsert.setArray(9, texts(event.labels()));
        upsert.setString(10, event.severity().name().toLowerCase(Locale.ROOT));
        upsert.setFloat(11, event.confidence());
        upsert.setBoolean(12, event.degraded());
        upsert.setString(13, event.model().name());
        upsert.setString(14, event.model().sha256());
        upsert.setArray(15, texts(event.evidence().segmentIds()));
        if (event.supersedes().isPresent()) {
            upsert.setString(16, event.supersedes().get());
        } else {
            upsert.setNull(16, Types.VARCHAR);
        }
        upsert.setObject(17, stored.recordedAt().atOffset(ZoneOffset.UTC));
        upsert.setString(18, stored.json().line());
    }

    private Set<Integer> giveVectors(List<String> eventIds, List<String> segmentIds)
            throws SQLException {
        Set<Integer> dimensions = new LinkedHashSet<>();
        try (PreparedStatement lacking = connection.prepareStatement(LACKING);
                PreparedStatement give =
                        connection.prepareStatement(
                                "UPDATE events SET search_vector = ? WHERE event_id = ?")) {
            lacking.setArray(1, texts(eventIds));
            lacking.setArray(2, texts(segmentIds));
            List<float[]> vectors = new ArrayList<>();
            String eventId = "";
            try (ResultSet rows = lacking.executeQuery()) {
                while (rows.next()) {
                    String next = rows.getString(1);
                    if (!next.equals(eventId)) {
                        give(give, eventId, vectors, dimensions);
                        vectors.clear();
                        eventId = next;
                    }
                    vectors.add(floats(rows.getArray(2)));
                }
            }
            give(give, eventId, vectors, dimensions);
            give.executeBatch();
        }
        return dimensions;
    }

    private void give(
            PreparedStatement give, String eventId, List<float[]> vectors, Set<Integer> dimensions)
            throws SQLException {
        Optional<float[]> mean = UnitMean.of(vectors);
        if (mean.isPresent()) {
            give.setArray(1, reals(mean.get()));
            give.setString(2, eventId);
            give.addBatch();
            dimensions.add(mean.get().length);
        }
    }

    private Array texts(List<String> texts) throws SQLException {
        return connection.createArrayOf("text", texts.toArray());
    }

    private Array reals(float[] values) throws SQLException {
        Float[] boxed = new Float[values.length];
        for (int i = 0; i < values.length; i++) {
            boxed[i] = values[i];
        }
        return connection.createArrayOf("float4", boxed);
    }

    private static float[] floats(Array array) throws SQLException {
        Float[] boxed = (Float[]) array.getArray();
        float[] values = new float[boxed.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = boxed[i];
        }
        return values;
    }
}
