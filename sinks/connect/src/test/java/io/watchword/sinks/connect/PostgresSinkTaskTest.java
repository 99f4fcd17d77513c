package io.watchword.sinks.connect;

import static io.watchword.sinks.SampleEvents.event;
import static io.watchword.sinks.SampleEvents.inRussian;
import static io.watchword.sinks.SampleEvents.replacing;
import static io.watchword.sinks.SampleEvents.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.watchword.contract.Event;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Against a real PostgreSQL, a schema for each test. */
class PostgresSinkTaskTest {
    private static final Event FIRST = event("e1", 1, 0, 2_000_000, "a white van stops");
    private static final String BUNDLE = FIRST.model().sha256();

    private final EmbeddedPostgres postgres = SharedPostgres.get();
    private final ManualClock clock = new ManualClock();
    private final ScriptedContext context = new ScriptedContext(true);
    private final List<PostgresSinkTask> tasks = new ArrayList<>();
    private final String schema;

    PostgresSinkTaskTest(TestInfo test) {
        schema = "t" + Integer.toHexString(test.getDisplayName().hashCode());
    }

    @AfterEach
    void stop() {
        tasks.forEach(PostgresSinkTask::stop);
    }

    @Test
    void storesEveryFieldAndFindsEventsByTheirWords() throws SQLException {
        started()
                .put(
                        List.of(
                                Records.of(0, FIRST),
                                Records.of(1, event("e2", 1, 5, 6, "nothing moves")),
                                Records.of(2, inRussian("e3", 9, "белый фургон остановился"))));

        assertThat(
                        rows(
                                "SELECT event_id, revision, stream_id, source, start_us, end_us,"
                                        + " language, labels, severity, confidence, degraded,"
                                        + " model_name, segment_ids, event->>'caption' FROM events"
                                        + " WHERE event_id = 'e1'"))
                .containsExactly(
                        "e1|1|car-1a2b3c4d|car.mp4|0|2000000|en|{motion}|info|0.5|f|tiny 1|{s/1/0}"
                                + "|a white van stops");
        assertThat(found("english", "vans stopping")).containsExactly("e1");
        assertThat(found("russian", "фургоны")).containsExactly("e3");
    }

    @Test
    void keepsTheHighestRevisionInWhateverOrderTheyCome() throws SQLException {
        PostgresSinkTask task = started();

        task.put(List.of(Records.of(0, event("e1", 2, 0, 1, "second"))));
        task.put(List.of(Records.of(1, FIRST), Records.of(2, event("e1", 2, 0, 1, "second"))));
        assertThat(rows("SELECT revision, caption FROM events")).containsExactly("2|second");
        task.put(List.of(Records.of(3, event("e1", 3, 0, 1, "third"))));

        assertThat(rows("SELECT revision, caption FROM events")).containsExactly("3|third");
    }

    @Test
    void showsWhichEventReplacedWhichInWhateverOrderTheyCome() throws SQLException {
        PostgresSinkTask task = started();

        task.put(List.of(Records.of(0, replacing("young", "old", 0, "new"))));
        task.put(List.of(Records.of(1, event("old", 1, 0, 1, "old"))));
        task.put(List.of(Records.of(2, event("gone", 1, 0, 1, "old"))));
        task.put(List.of(Records.of(3, replacing("later", "gone", 0, "new"))));

        assertThat(rows("SELECT event_id FROM current_events ORDER BY 1"))
                .containsExactly("later", "young");
        assertThat(rows("SELECT superseded_by FROM events WHERE event_id = 'old'"))
                .containsExactly("young");
    }

    @Test
    void letsNoStreamChangeAnothersEvent() throws SQLException {
        Event other =
                new Event(
                        "e1",
                        9,
                        "other",
                        "o",
                        FIRST.span(),
                        "taken over",
                        "en",
                        List.of(),
                        Event.Severity.INFO,
                        1,
                        FIRST.evidence(),
                        FIRST.model(),
                        false,
                        FIRST.supersedes());

        started().put(List.of(Records.of(0, FIRST), Records.of(1, other)));

        assertThat(rows("SELECT stream_id, caption FROM events"))
                .containsExactly("car-1a2b3c4d|a white van stops");
    }

    @Test
    void givesAnEventTheMeanOfItsSegmentsVectorsWhicheverComesFirst() throws SQLException {
        PostgresSinkTask task = started();
        Event two = with(FIRST, List.of(), Event.Severity.INFO, List.of("s1", "s2"));

        task.put(List.of(Records.embedding(0, "s1", BUNDLE, 1, 0), Records.of(0, two)));
        assertVector(1, 0);
        task.put(
                List.of(
                        Records.embedding(1, "s2", BUNDLE, 0, 1),
                        Records.embedding(2, "s1", "other", -1, 0)));
        assertVector((float) Math.sqrt(0.5), (float) Math.sqrt(0.5));
        task.put(List.of(Records.embedding(1, "s2", BUNDLE, 0, 1), Records.of(0, two)));

        assertVector((float) Math.sqrt(0.5), (float) Math.sqrt(0.5));
        assertThat(rows("SELECT count(*) FROM segment_vectors")).containsExactly("3");
    }

    @Test
    void rejectsOnlyTheRecordThatTheTablesDoNotTake() throws SQLException {
        List<SinkRecord> batch = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            String caption = i == 42 ? "nul \u0000 within" : "a van";
            batch.add(Records.of(i, event("e" + i, 1, i, i + 1, caption)));
        }
        batch.add(Records.damaged(Records.of(100, FIRST)));
        String tooLongForAnIndex =
                new Random(3)
                        .ints(3_000)
                        .mapToObj(Integer::toHexString)
                        .collect(Collectors.joining());
        batch.add(Records.of(101, event(tooLongForAnIndex, 1, 0, 1, "a van")));

        PostgresSinkTask task = started();
        task.put(batch);
        task.preCommit(Map.of());

        assertThat(context.rejected)
                .extracting(SinkRecord::kafkaOffset)
                .containsExactlyInAnyOrder(42L, 100L, 101L);
        assertThat(context.reasons).anyMatch(reason -> reason.startsWith("CHECKSUM: "));
        assertThat(context.reasons).anyMatch(reason -> reason.startsWith("INVALID_RECORD: "));
        assertThat(rows("SELECT count(*) FROM events")).containsExactly("99");
    }

    @Test
    void losesNothingAndDoublesNothingWhileTheServerIsAway() throws Exception {
        int freePort;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            freePort = socket.getLocalPort();
        }
        List<SinkRecord> batch =
                List.of(Records.of(0, FIRST), Records.damaged(Records.of(1, FIRST)));
        PostgresSinkTask away =
                started(Map.of("connection.url", "jdbc:postgresql://127.0.0.1:" + freePort + "/x"));
        away.put(batch);
        for (int i = 0; i < 4; i++) {
            clock.pass(Duration.ofMinutes(1));
            away.put(List.of());
        }
        assertThat(Records.committed(away, batch)).isZero();
        assertThat(context.rejected).isEmpty(); // not five times
        assertThat(context.waitsMs).hasSize(5).allMatch(ms -> ms >= 1 && ms <= 60_000);

        PostgresSinkTask back = started();
        back.put(batch);
        try (Connection admin = postgres.getPostgresDatabase().getConnection();
                Statement kill = admin.createStatement()) {
            kill.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE"
                            + " application_name = 'watchword'");
        }
        List<SinkRecord> next = List.of(Records.of(2, event("e2", 1, 0, 1, "b")));
        back.put(next);
        assertThat(Records.committed(back, next)).isEqualTo(2);
        clock.pass(Duration.ofMinutes(1));
        back.put(List.of());

        assertThat(Records.committed(back, next)).isEqualTo(3);
        assertThat(rows("SELECT event_id FROM events ORDER BY 1")).containsExactly("e1", "e2");
        assertThat(context.rejected).hasSize(1);
    }

    @Test
    void findsItsTablesAgainAndMigratesOnce() throws SQLException {
        started().put(List.of(Records.of(0, FIRST)));
        started().put(List.of(Records.of(0, FIRST)));

        assertThat(rows("SELECT count(*) FROM events")).containsExactly("1");
        assertThat(
                        rows(
                                "SELECT version FROM watchword_schema_history WHERE type = 'SQL'"
                                        + " AND success ORDER BY 1"))
                .containsExactly("1", "2");
    }

    @Test
    void refusesSettingsThatCannotWork() {
        assertThat(problem("connection.url", "http://x")).startsWith("connection.url: required");
        assertThat(problem("connection.url", "jdbc:postgresql://h/d?password=x"))
                .contains("no password in it");
        assertThat(problem("schema", "a; drop table b")).startsWith("schema: required");
    }

    private static String problem(String key, String value) {
        Map<String, String> settings = new HashMap<>();
        settings.put("connection.url", "jdbc:postgresql://h/d");
        settings.put(key, value);
        return new PostgresSinkConnector()
                .validate(settings).configValues().stream()
                        .map(ConfigValue::errorMessages)
                        .flatMap(List::stream)
                        .findFirst()
                        .orElse("");
    }

    private PostgresSinkTask started() {
        return started(Map.of());
    }

    private PostgresSinkTask started(Map<String, String> changed) {
        Map<String, String> settings = new HashMap<>();
        settings.put("connection.url", postgres.getJdbcUrl("postgres", "postgres"));
        settings.put("connection.user", "postgres");
        settings.put("schema", schema);
        settings.putAll(changed);
        PostgresSinkTask task = new PostgresSinkTask(clock);
        task.initialize(context);
        task.start(settings);
        tasks.add(task);
        return task;
    }

    private List<String> found(String language, String words) throws SQLException {
        return rows(
                "SELECT event_id FROM events WHERE words @@ plainto_tsquery('"
                        + language
                        + "', '"
                        + words
                        + "')");
    }

    private void assertVector(float... expected) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT search_vector FROM " + schema + ".events")) {
            assertThat(rows.next()).isTrue();
            Float[] found = (Float[]) rows.getArray(1).getArray();
            assertThat(found).hasSize(expected.length);
            for (int i = 0; i < expected.length; i++) {
                assertThat(found[i]).isCloseTo(expected[i], within(1e-6f));
            }
        }
    }

    private List<String> rows(String sql) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SET search_path = " + schema);
            try (ResultSet rows = statement.executeQuery(sql)) {
                int columns = rows.getMetaData().getColumnCount();
                while (rows.next()) {
                    List<String> row = new ArrayList<>();
                    for (int column = 1; column <= columns; column++) {
                        row.add(rows.getString(column));
                    }
                    found.add(String.join("|", row));
                }
            }
        }
        return found;
    }
}
