package io.watchword.sinks.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Column {@code embedding} of table {@code events}, for search by meaning, where the server has
 * pgvector. The database keeps it equal to {@code search_vector}, so nothing else differs between
 * servers with and without, and one that gets pgvector later gets the column at the next start.
 */
final class VectorColumn {
    private static final Logger LOG = LoggerFactory.getLogger(VectorColumn.class);

    /** What pgvector can index. */
    private static final int MAX_INDEXED = 2_000;

    private final Optional<String> type;
    private final Set<Integer> indexed = new HashSet<>();

    private VectorColumn(Optional<String> type) {
        this.type = type;
    }

    /** Makes the column if it can be made, and says so in the log if not. */
    static VectorColumn provide(Connection connection) throws SQLException {
        if (!offered(connection)) {
            LOG.atWarn()
                    .log(
                            "the server is without pgvector: vectors are kept as real[] in"
                                    + " events.search_vector, and not indexed");
            return new VectorColumn(Optional.empty());
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE EXTENSION IF NOT EXISTS vector");
            String type = type(connection);
            statement.execute(
                    "ALTER TABLE events ADD COLUMN IF NOT EXISTS embedding "
                            + type
                            + " GENERATED ALWAYS AS (search_vector::"
                            + type
                            + ") STORED");
            return new VectorColumn(Optional.of(type));
        } catch (SQLException e) {
            if (!"42501".equals(e.getSQLState())) {
                throw e;
            }
            LOG.atWarn()
                    .addKeyValue("detail", e.getMessage())
                    .log(
                            "the user may not make extension vector: vectors are kept as real[] in"
                                    + " events.search_vector, and not indexed");
            return new VectorColumn(Optional.empty());
        }
    }

    private static boolean offered(Connection connection) throws SQLException {
        try (PreparedStatement query =
                        connection.prepareStatement(
                                "SELECT 1 FROM pg_available_extensions WHERE name = 'vector'");
                ResultSet rows = query.executeQuery()) {
            return rows.next();
        }
    }

    /** The type's name with its schema: an extension lies where an administrator put it. */
    private static String type(Connection connection) throws SQLException {
        try (PreparedStatement query =
                        connection.prepareStatement(
                                "SELECT quote_ident(n.nspname) FROM pg_extension e JOIN"
                                        + " pg_namespace n ON n.oid = e.extnamespace WHERE e.extname ="
                                        + " 'vector'");
                ResultSet rows = query.executeQuery()) {
            if (!rows.next()) {
                throw new SQLException("extension vector was made and is not there");
            }
            return rows.getString(1) + ".vector";
        }
    }

    boolean exists() {
        return type.isPresent();
    }

    /** Makes an index for vectors of so many dimensions, once. */
    void index(Connection connection, int dimension) throws SQLException {
        if (type.isEmpty() || dimension > MAX_INDEXED || indexed.contains(dimension)) {
            return;
        }
        String schema = type.get().substring(0, type.get().lastIndexOf('.'));
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    String.format(
                            "CREATE INDEX IF NOT EXISTS events_embedding_%d ON events USING hnsw"
                                    + " ((embedding::%s(%d)) %s.vector_cosine_ops) WHERE"
                                    + " %s.vector_dims(embedding) = %d",
                            dimension, type.get(), dimension, schema, schema, dimension));
        }
    }

    /** The index of this dimension is committed. */
    void indexed(int dimension) {
        indexed.add(dimension);
    }
}
