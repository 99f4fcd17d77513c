package io.watchword.sinks.connect;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;

/** What connectors to files of events have in common: one directory, one task. */
abstract class FileSinkConnector extends SinkConnector {
    private final Class<? extends Task> task;
    private Map<String, String> properties = Map.of();

    FileSinkConnector(Class<? extends Task> task) {
        this.task = task;
    }

    @Override
    public void start(Map<String, String> props) {
        EventSinkConfig.directory(props);
        properties = Map.copyOf(props);
    }

    @Override
    public Class<? extends Task> taskClass() {
        return task;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        return EventSinkConfig.oneTask(properties);
    }

    @Override
    public Config validate(Map<String, String> connectorConfigs) {
        return EventSinkConfig.validate(super.validate(connectorConfigs));
    }

    @Override
    public ConfigDef config() {
        return EventSinkConfig.DEFINITION;
    }

    @Override
    public void stop() {}

    @Override
    public String version() {
        return PluginVersion.VERSION;
    }
}
