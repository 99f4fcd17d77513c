package io.watchword.sinks.connect;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;

/** What connectors to files have in common: one directory, one task. */
abstract class FileSinkConnector extends SinkConnector {
    private final Class<? extends Task> task;
    private final ConfigDef definition;
    private Map<String, String> properties = Map.of();

    FileSinkConnector(Class<? extends Task> task) {
        this(task, EventSinkConfig.DEFINITION);
    }

    /**
     * @param definition with the directory, and more
     */
    FileSinkConnector(Class<? extends Task> task, ConfigDef definition) {
        this.task = task;
        this.definition = definition;
    }

    @Override
    public final void start(Map<String, String> props) {
        EventSinkConfig.directory(props);
        properties = Map.copyOf(props);
    }

    @Override
    public final Class<? extends Task> taskClass() {
        return task;
    }

    @Override
    public final List<Map<String, String>> taskConfigs(int maxTasks) {
        return List.of(properties); // one file has one writer
    }

    @Override
    public final Config validate(Map<String, String> connectorConfigs) {
        return EventSinkConfig.validate(super.validate(connectorConfigs));
    }

    @Override
    public final ConfigDef config() {
        return definition;
    }

    @Override
    public final void stop() {}

    @Override
    public final String version() {
        return PluginVersion.VERSION;
    }
}
