package io.watchword.sinks.connect;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;

/**
 * Topic {@code events} to chapters and tags, {@code <directory>/<file name>.chapters.vtt} and
 * {@code .tags.json}.
 */
public final class ChaptersSinkConnector extends SinkConnector {
    private Map<String, String> properties = Map.of();

    @Override
    public void start(Map<String, String> props) {
        EventSinkConfig.directory(props);
        properties = Map.copyOf(props);
    }

    @Override
    public Class<? extends Task> taskClass() {
        return ChaptersSinkTask.class;
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
