package io.watchword.sinks.connect;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;

/**
 * Topic {@code segments} to small pictures of every archive file, {@code <directory>/<file
 * name>.storyboard.vtt} and the sheets that it points into.
 */
public final class StoryboardSinkConnector extends SinkConnector {
    static final String INTERVAL_MS = "interval.ms";

    static final ConfigDef DEFINITION =
            new ConfigDef(EventSinkConfig.DEFINITION)
                    .define(
                            INTERVAL_MS,
                            ConfigDef.Type.LONG,
                            5_000L,
                            ConfigDef.Range.between(100, 3_600_000),
                            ConfigDef.Importance.MEDIUM,
                            "Media time between two pictures. A file that has a storyboard keeps"
                                    + " its own.");

    private Map<String, String> properties = Map.of();

    @Override
    public void start(Map<String, String> props) {
        EventSinkConfig.directory(props);
        properties = Map.copyOf(props);
    }

    @Override
    public Class<? extends Task> taskClass() {
        return StoryboardSinkTask.class;
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
        return DEFINITION;
    }

    @Override
    public void stop() {}

    @Override
    public String version() {
        return PluginVersion.VERSION;
    }
}
