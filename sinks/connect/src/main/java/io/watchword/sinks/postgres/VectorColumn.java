package io.watchword.sinks.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Column {@code embedding} of table {@code events}, for search by meaning, where the server has
 * pgvector. The database keeps it equal to {@code search_vector}, so nothing else differs between
 * servers with and without, and one that gets pgvector later gets the column at the next
 * connection. What is there already is looked up and not made again: that would take locks.
 */
final class VectorColumn {
    private static final Logger LOG = LoggerFactory.getLogger(VectorColumn.class);

    /** What pgvector can index. */
    private static final int MAX_INDEXED = 2_000;

    /** With its name's schema: an extension lies where an administrator put it. */
    private static final String EXTENSION =
            """
            SELECT quote_ident(n.nspname) FROM pg_extension e
            JOIN pg_namespace n ON n.oid = e.extnamespace
            WHERE e.extname = 'vector'""";

    private static final String AVAILABLE =
            "SELECT name FROM pg_available_extensions WHERE name = 'vector'";

    /** Where its operators are found without more ado, unless that schema was removed. */
    private static final String PUBLIC =
            "SELECT nspname FROM pg_namespace WHERE nspname = 'public'";

    private static final String COLUMN =
            """
            SELECT attname FROM pg_attribute
            WHERE attrelid = ?::regclass AND attname = 'embedding' AND NOT attisdropped""";

    private static final String INDEX =
            """
            SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
            WHERE i.indrelid = 'events'::regclass AND i.indisvalid AND c.relname = ?""";

    private final Optional<String> extensionSchema;
    private final Set<Integer> indexed = new HashSet<>();

    private VectorColumn(Optional<String> extensionSchema) {
        this.extensionSchema = extensionSchema;
    }

    /**
     * Makes the column if it can be made, and says so in the log if not.
     *
     * @param connection that commits each statement
     */
    static VectorColumn provide(Connection connection) throws SQLException {
        if (found(connection, AVAILABLE).isEmpty()) {
            return without("the server is without pgvector");
        }
        try {
            String schema = extension(connection);
            if (found(connection, COLUMN, "events").isEmpty()) {
                execute(
                        connection,
                        "ALTER TABLE events ADD COLUMN embedding %1$s.vector"
                                + " GENERATED ALWAYS AS (search_vector::%1$s.vector) STORED",
                        schema);
            }
            if (found(connection, COLUMN, "current_events").isEmpty()) {
                execute(
                        connection,
                        "CREATE OR REPLACE VIEW current_events AS"
                                + " SELECT * FROM events WHERE superseded_by IS NULL");
            }
            return new VectorColumn(Optional.of(schema));
        } catch (SQLException e) {
            if (!"42501".equals(e.getSQLState())) {
                throw e;
            }
            return without(
                    "no column embedding, "
                            + e.getMessage()
                            + ": required an administrator's CREATE EXTENSION vector");
        }
    }

    private static VectorColumn without(String reason) {
        LOG.atWarn()
                .addKeyValue("reason", reason)
                .log("vectors are kept as real[] in events.search_vector, and not indexed");
        return new VectorColumn(Optional.empty());
    }

    /** The schema of the extension, which is made if it is missing. */
    private static String extension(Connection connection) throws SQLException {
        Optional<String> there = found(connection, EXTENSION);
        if (there.isPresent()) {
            return there.get();
        }
        Optional<String> schema = found(connection, PUBLIC);
        execute(
                connection,
                "CREATE EXTENSION IF NOT EXISTS vector"
                        + schema.map(s -> " SCHEMA " + s).orElse(""));
        return found(connection, EXTENSION)
                .orElseThrow(() -> new SQLException("extension vector was made and is not there"));
    }

    boolean exists() {
        return extensionSchema.isPresent();
    }

    /** Whether vectors of so many dimensions want an index that may not be there. */
    boolean wantsIndex(int dimension) {
        return exists() && dimension <= MAX_INDEXED && !indexed.contains(dimension);
    }

    /**
     * Makes the index for vectors of so many dimensions if it is missing. Bundles differ in
     * dimensions, and an index has one.
     *
     * @param connection that commits each statement
     */
    void index(Connection connection, int dimension) throws SQLException {
        String name = "events_embedding_" + dimension;
        if (found(connection, INDEX, name).isEmpty()) {
            execute(
                    connection,
                    "CREATE INDEX %1$s ON events USING hnsw"
                            + " ((embedding::%2$s.vector(%3$d)) %2$s.vector_cosine_ops)"
                            + " WHERE %2$s.vector_dims(embedding) = %3$d",
                    name,
                    extensionSchema.orElseThrow(),
                    dimension);
        }
        indexed.add(dimension);
    }

    private static Optional<String> found(Connection connection, String sql, String... values)
            throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                query.setString(i + 1, values[i]);
            }
            try (ResultSet rows = query.executeQuery()) {
                return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
            }
        }
    }

    private static void execute(Connection connection, String sql, Object... names)
            throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(String.format(Locale.ROOT, sql, names));
        }
    }
}
