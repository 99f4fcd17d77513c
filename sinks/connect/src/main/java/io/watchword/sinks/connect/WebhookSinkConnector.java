package io.watchword.sinks.connect;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;

/**
 * Topics {@code events} or {@code hits}, or any of JSON objects, to a server of somebody else's:
 * each record one signed POST of a CloudEvent.
 */
public final class WebhookSinkConnector extends SinkConnector {
    private Map<String, String> properties = Map.of();

    @Override
    public void start(Map<String, String> props) {
        WebhookSinkConfig unused = WebhookSinkConfig.of(new AbstractConfig(config(), props, false));
        properties = Map.copyOf(props);
    }

    @Override
    public Class<? extends Task> taskClass() {
        return WebhookSinkTask.class;
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
                WebhookSinkConfig::of);
    }

    @Override
    public ConfigDef config() {
        return WebhookSinkConfig.DEFINITION;
    }

    @Override
    public void stop() {}

    @Override
    public String version() {
        return PluginVersion.VERSION;
    }
}
