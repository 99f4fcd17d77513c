package io.watchword.sinks.connect;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;

/**
 * Topics {@code events} and {@code embeddings} to PostgreSQL: events by id, with text search, and
 * with vectors where pgvector is. A stream's records keep to one task only within a topic, and the
 * database puts them together.
 */
public final class PostgresSinkConnector extends SinkConnector {
    private Map<String, String> properties = Map.of();

    @Override
    public void start(Map<String, String> props) {
        PostgresSinkConfig unused =
                PostgresSinkConfig.of(new AbstractConfig(config(), props, false));
        properties = Map.copyOf(props);
    }

    @Override
    public Class<? extends Task> taskClass() {
        return PostgresSinkTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        return ServerSinkConnector.tasks(properties, maxTasks);
    }

    @Override
    public Config validate(Map<String, String> connectorConfigs) {
        return ServerSinkConnector.validate(
                super.validate(connectorConfigs),
                config(),
                connectorConfigs,
                PostgresSinkConfig::of);
    }

    @Override
    public ConfigDef config() {
        return PostgresSinkConfig.DEFINITION;
    }

    @Override
    public void stop() {}

    @Override
    public String version() {
        return PluginVersion.VERSION;
    }
}
