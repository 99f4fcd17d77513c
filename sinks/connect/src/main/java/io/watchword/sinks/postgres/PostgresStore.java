package io.watchword.sinks.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/**
 * Events in a PostgreSQL schema of their own. Connects when there is something to write, brings the
 * schema up to date at each connection, and writes a batch whole or not at all. Not thread-safe.
 * Owns its connection.
 */
public final class PostgresStore implements AutoCloseable {
    private static final String MIGRATIONS = "classpath:io/watchword/sinks/postgres/migration";

    /**
     * For a column or an index on rows that are there already. A Connect worker takes a task for
     * dead after five minutes.
     */
    private static final int LONGEST_CHANGE_MS = 240_000;

    private final Settings settings;
    private @Nullable Open open;

    private record Open(Connection connection, VectorColumn column) {}

    /**
     * Where to connect.
     *
     * @param url {@code jdbc:postgresql://host:5432/database}
     * @param schema made if it is missing
     * @param timeout for connecting, and for each statement
     */
    public record Settings(
            String url,
            Optional<String> user,
            Optional<String> password,
            String schema,
            Duration timeout) {
        @Override
        public String toString() {
            return "PostgreSQL " + url + " schema " + schema;
        }
    }

    /** What became of a batch. */
    public sealed interface Written {
        /** All of it is committed. */
        record Committed() implements Written {}

        /** Something in it is not what the tables take; nothing of it is written. */
        record BadData(String detail) implements Written {}

        /** The server cannot be reached or is not as it should be; nothing of it is written. */
        record Later(String detail) implements Written {}
    }

    public PostgresStore(Settings settings) {
        this.settings = settings;
    }

    /** Writes the batch in one transaction. */
    public Written write(Batch batch) {
        if (batch.isEmpty()) {
            return new Written.Committed();
        }
        try {
            Open now = open == null ? connect() : open;
            open = now;
            try {
                Set<Integer> dimensions = new EventTables(now.connection()).write(batch);
                now.connection().commit();
                index(now, dimensions);
                return new Written.Committed();
            } catch (SQLException e) {
                return failed(now, e);
            }
        } catch (SQLException | FlywayException e) {
            drop();
            return new Written.Later(said(e));
        }
    }

    /** In transactions of their own, which hold no other locks. */
    private void index(Open now, Set<Integer> dimensions) throws SQLException {
        for (int dimension : dimensions) {
            if (now.column().wantsIndex(dimension)) {
                now.connection().setAutoCommit(true);
                now.connection().setNetworkTimeout(Runnable::run, LONGEST_CHANGE_MS);
                now.column().index(now.connection(), dimension);
                now.connection().setNetworkTimeout(Runnable::run, timeoutMs());
                now.connection().setAutoCommit(false);
            }
        }
    }

    /** Data that the tables never take: its form, a constraint, or a size beyond an index's. */
    private static boolean blamesData(String state) {
        return state.startsWith("22") || state.startsWith("23") || state.startsWith("54");
    }

    private Written failed(Open now, SQLException thrown) throws SQLException {
        if (blamesData(String.valueOf(deepest(thrown).getSQLState()))) {
            now.connection().rollback();
            return new Written.BadData(said(thrown));
        }
        drop(); // whatever it is, a new connection is no worse
        return new Written.Later(said(thrown));
    }

    private Open connect() throws SQLException {
        migrate();
        Connection connection = new Driver().connect(settings.url(), properties());
        if (connection == null) {
            throw new SQLException(settings.url() + " is no address of PostgreSQL");
        }
        try {
            connection.setNetworkTimeout(Runnable::run, LONGEST_CHANGE_MS);
            VectorColumn column = VectorColumn.provide(connection);
            connection.setNetworkTimeout(Runnable::run, timeoutMs());
            connection.setAutoCommit(false);
            return new Open(connection, column);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** A history table of its own: the database may have other users of Flyway. */
    private void migrate() {
        Properties properties = properties();
        Flyway.configure(PostgresStore.class.getClassLoader())
                .dataSource(new DriverSource(settings.url(), properties))
                .schemas(settings.schema())
                .defaultSchema(settings.schema())
                .table("watchword_schema_history")
                .locations(MIGRATIONS)
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .load()
                .migrate();
    }

    private int timeoutMs() {
        return Math.toIntExact(Math.max(1_000, settings.timeout().toMillis()));
    }

    private Properties properties() {
        Properties properties = new Properties();
        settings.user().ifPresent(user -> properties.setProperty("user", user));
        settings.password().ifPresent(password -> properties.setProperty("password", password));
        properties.setProperty("currentSchema", settings.schema() + ",public");
        properties.setProperty("ApplicationName", "watchword");
        String seconds = Integer.toString(timeoutMs() / 1_000);
        properties.setProperty("connectTimeout", seconds);
        properties.setProperty("loginTimeout", seconds);
        properties.setProperty("socketTimeout", seconds);
        properties.setProperty("tcpKeepAlive", "true");
        return properties;
    }

    /** Whether the server has a vector column; nothing before the first batch was written. */
    public Optional<Boolean> hasVectors() {
        return Optional.ofNullable(open).map(now -> now.column().exists());
    }

    private static SQLException deepest(SQLException thrown) {
        SQLException at = thrown;
        while (at.getNextException() != null) {
            at = at.getNextException();
        }
        return at;
    }

    private static String said(Exception thrown) {
        Throwable at = thrown instanceof SQLException sql ? deepest(sql) : thrown;
        String text = String.valueOf(at.getMessage());
        return text.lines().filter(line -> !line.isBlank()).findFirst().orElse(text);
    }

    private void drop() {
        Open gone = open;
        open = null;
        if (gone != null) {
            try {
                gone.connection().close();
            } catch (SQLException e) {
                // It is gone already, which is what was wanted.
            }
        }
    }

    @Override
    public void close() {
        drop();
    }
}
