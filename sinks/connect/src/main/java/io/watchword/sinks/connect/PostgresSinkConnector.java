package io.watchword.sinks.connect;

/**
 * Topics {@code events} and {@code embeddings} to PostgreSQL: events by id, with text search, and
 * with vectors where pgvector is. A stream's records keep to one task only within a topic, and the
 * database puts them together.
 */
public final class PostgresSinkConnector extends ServerSinkConnector {
    public PostgresSinkConnector() {
        super(
                PostgresSinkTask.class,
                Integer.MAX_VALUE,
                PostgresSinkConfig.DEFINITION,
                PostgresSinkConfig::of);
    }
}
