package io.watchword.sinks.connect;

import static io.watchword.sinks.SampleEvents.byModel;
import static io.watchword.sinks.SampleEvents.event;
import static io.watchword.sinks.SampleEvents.replacing;
import static io.watchword.sinks.SampleEvents.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.contract.Event;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/**
 * Against the server with pgvector that {@code -Dpgvector.url} names, a database for each test. The
 * user that the address names may make databases, roles and extensions.
 */
@Tag("pgvector")
class PgvectorTest {
    private static final String BUNDLE =
            event("any", 1, 0, 1, "any").model().sha256(); // of all sample events

    private final String server = System.getProperty("pgvector.url", "");
    private final String database;
    private final ManualClock clock = new ManualClock();
    private final List<PostgresSinkTask> tasks = new ArrayList<>();

    PgvectorTest(TestInfo test) {
        database = "watchword_" + Integer.toHexString(test.getDisplayName().hashCode());
    }

    @BeforeEach
    void makeDatabase() throws SQLException {
        assertThat(server).as("-Dpgvector.url").startsWith("jdbc:postgresql://");
        at(server, "DROP DATABASE IF EXISTS " + database + " WITH (FORCE)");
        at(server, "CREATE DATABASE " + database);
    }

    @AfterEach
    void dropDatabase() throws SQLException {
        tasks.forEach(PostgresSinkTask::stop);
        at(server, "DROP DATABASE " + database + " WITH (FORCE)");
        at(server, "DROP ROLE IF EXISTS " + database);
    }

    @Test
    void findsTheNearestEventsByTheIndex() throws SQLException {
        Random random = new Random(7);
        List<float[]> vectors = IntStream.range(0, 2_000).mapToObj(i -> unit(random, 64)).toList();
        PostgresSinkTask task = started(Map.of());
        for (int i = 0; i < vectors.size(); i += 500) {
            List<SinkRecord> batch = new ArrayList<>();
            for (int j = i; j < i + 500; j++) {
                batch.add(Records.embedding(j, "s" + j, BUNDLE, vectors.get(j)));
                batch.add(Records.of(j, of("e" + j, "s" + j)));
            }
            task.put(batch);
        }
        at(url(), "ANALYZE watchword.events");
        float[] asked = unit(random, 64);

        String query = nearest("events", asked, 10);

        assertThat(String.join("\n", rows("EXPLAIN " + query)))
                .contains("Index Scan using events_embedding_64");
        List<String> expected =
                IntStream.range(0, vectors.size())
                        .boxed()
                        .sorted(Comparator.comparing(i -> -dot(vectors.get(i), asked)))
                        .limit(10)
                        .map(i -> "e" + i)
                        .toList();
        List<String> found = rows(query);
        assertThat(found).hasSize(10).startsWith(expected.get(0));
        assertThat(found.stream().filter(expected::contains)).hasSizeGreaterThanOrEqualTo(8);
        assertThat(found)
                .isSortedAccordingTo(
                        Comparator.comparing(
                                id -> -dot(vectors.get(Integer.parseInt(id.substring(1))), asked)));
    }

    @Test
    void showsTheColumnInTheViewOfWhatHolds() throws SQLException {
        PostgresSinkTask task = started(Map.of());
        task.put(
                List.of(
                        Records.embedding(0, "s1", BUNDLE, 1, 0),
                        Records.embedding(1, "s2", BUNDLE, 0, 1),
                        Records.of(0, of("old", "s1")),
                        Records.of(
                                1,
                                with(
                                        replacing("young", "old", 0, "x"),
                                        List.of(),
                                        Event.Severity.INFO,
                                        List.of("s2")))));

        assertThat(rows(nearest("current_events", new float[] {1, 0}, 5))).containsExactly("young");
        assertThat(rows(nearest("events", new float[] {1, 0}, 5))).containsExactly("old", "young");
    }

    @Test
    void followsTheVectorOfAnEventThatIsRevised() throws SQLException {
        PostgresSinkTask task = started(Map.of());
        task.put(
                List.of(
                        Records.embedding(0, "s1", BUNDLE, 1, 0),
                        Records.embedding(1, "s2", BUNDLE, 0, 1),
                        Records.of(0, of("e1", "s1"))));
        assertThat(rows("SELECT embedding FROM watchword.events")).containsExactly("[1,0]");

        Event revised = event("e1", 2, 0, 1, "y");
        task.put(
                List.of(
                        Records.of(
                                1, with(revised, List.of(), Event.Severity.INFO, List.of("s2")))));

        assertThat(rows("SELECT embedding FROM watchword.events")).containsExactly("[0,1]");
    }

    @Test
    void indexesVectorsOfAnotherBundleBesideThoseBefore() throws SQLException {
        started(Map.of())
                .put(
                        List.of(
                                Records.embedding(0, "s/1/0", BUNDLE, 1, 0),
                                Records.embedding(0, "s/1/0", "other", 0, 0, 1),
                                Records.of(0, of("e1", "s/1/0")),
                                Records.of(1, byModel("other", "e2", 0, "x"))));

        assertThat(rows(nearest("events", new float[] {1, 0}, 5))).containsExactly("e1");
        assertThat(rows(nearest("events", new float[] {1, 0, 0}, 5))).containsExactly("e2");
        assertThat(
                        rows(
                                "SELECT indexname FROM pg_indexes WHERE indexname LIKE"
                                        + " 'events_embedding_%' ORDER BY 1"))
                .containsExactly("events_embedding_2", "events_embedding_3");
    }

    @Test
    void getsTheColumnAtTheNextStartWhenTheServerGetsPgvectorLater() throws SQLException {
        at(server, "CREATE ROLE " + database + " LOGIN PASSWORD 'x'");
        at(url(), "CREATE SCHEMA watchword AUTHORIZATION " + database);
        Map<String, String> user = Map.of("connection.user", database, "connection.password", "x");
        List<SinkRecord> batch =
                List.of(Records.embedding(0, "s1", BUNDLE, 1, 0), Records.of(0, of("e1", "s1")));
        try (WarningLog log = WarningLog.of(warnsOfVectors())) {
            started(user).put(batch);
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .contains("vectors are kept as real[]", "CREATE EXTENSION vector");
        }
        assertThat(rows("SELECT search_vector FROM watchword.events")).containsExactly("{1,0}");

        at(url(), "CREATE EXTENSION vector");
        started(user)
                .put(
                        List.of(
                                Records.embedding(1, "s2", BUNDLE, 0, 1),
                                Records.of(1, of("e2", "s2"))));

        assertThat(rows(nearest("current_events", new float[] {1, 0}, 5)))
                .containsExactly("e1", "e2");
        assertThat(rows("SELECT indexname FROM pg_indexes WHERE indexname LIKE '%embedding%'"))
                .containsExactly("events_embedding_2");
    }

    @Test
    void takesAnExtensionThatLiesInASchemaOfItsOwn() throws SQLException {
        at(url(), "CREATE SCHEMA \"Else where\"");
        at(url(), "CREATE EXTENSION vector SCHEMA \"Else where\"");

        started(Map.of())
                .put(
                        List.of(
                                Records.embedding(0, "s1", BUNDLE, 1, 0),
                                Records.of(0, of("e1", "s1"))));

        assertThat(rows("SELECT embedding FROM watchword.events")).containsExactly("[1,0]");
        assertThat(rows("SELECT indexname FROM pg_indexes WHERE indexname LIKE '%embedding%'"))
                .containsExactly("events_embedding_2");
    }

    @Test
    void startsManyTasksAtOnceOnAnEmptyDatabase() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Future<?>> done = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            int number = i;
            PostgresSinkTask task = started(Map.of());
            List<SinkRecord> batch =
                    List.of(
                            Records.embedding(i, "s" + i, BUNDLE, 1, i),
                            Records.of(i, of("e" + i, "s" + i)));
            done.add(
                    threads.submit(
                            () -> {
                                task.put(batch);
                                while (Records.committed(task, batch) <= number) {
                                    passAMinute();
                                    task.put(List.of());
                                }
                            }));
        }
        for (Future<?> one : done) {
            one.get();
        }
        threads.shutdown();

        assertThat(rows(nearest("events", new float[] {1, 0}, 9)))
                .containsExactly("e0", "e1", "e2", "e3");
    }

    private synchronized void passAMinute() {
        clock.pass(Duration.ofMinutes(1));
    }

    private static Class<?> warnsOfVectors() {
        try {
            return Class.forName("io.watchword.sinks.postgres.VectorColumn");
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Event of(String id, String segment) {
        return with(event(id, 1, 0, 1, "x"), List.of(), Event.Severity.INFO, List.of(segment));
    }

    /** As an operator asks, with no search path of ours. */
    private static String nearest(String table, float[] asked, int most) {
        String vector =
                IntStream.range(0, asked.length)
                        .mapToObj(i -> Float.toString(asked[i]))
                        .collect(Collectors.joining(",", "'[", "]'"));
        return String.format(
                "SELECT event_id FROM watchword.%s WHERE vector_dims(embedding) = %d"
                        + " ORDER BY embedding::vector(%d) <=> %s LIMIT %d",
                table, asked.length, asked.length, vector, most);
    }

    private static float[] unit(Random random, int dimensions) {
        float[] vector = new float[dimensions];
        double squares = 0;
        for (int i = 0; i < dimensions; i++) {
            vector[i] = (float) random.nextGaussian();
            squares += vector[i] * vector[i];
        }
        for (int i = 0; i < dimensions; i++) {
            vector[i] /= (float) Math.sqrt(squares);
        }
        return vector;
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private String url() {
        return server.replaceFirst("(//[^/]*/)[^?]*", "$1" + database);
    }

    private PostgresSinkTask started(Map<String, String> changed) {
        Map<String, String> settings = new HashMap<>();
        boolean sameUser = !changed.containsKey("connection.user");
        settings.put("connection.url", sameUser ? url() : url().replaceFirst("\\?.*", ""));
        settings.putAll(changed);
        PostgresSinkTask task = new PostgresSinkTask(clock);
        task.initialize(new ScriptedContext(true));
        task.start(settings);
        tasks.add(task);
        return task;
    }

    private List<String> rows(String sql) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(url());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        }
        return found;
    }

    private static void at(String address, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(address);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
