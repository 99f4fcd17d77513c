package io.watchword.sinks.connect;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;

/**
 * Topic {@code events} to an MQTT broker, where Home Assistant finds each stream as a device. One
 * task: a broker keeps one connection for each client id.
 */
public final class MqttSinkConnector extends SinkConnector {
    private Map<String, String> properties = Map.of();

    @Override
    public void start(Map<String, String> props) {
        MqttSinkConfig unused = MqttSinkConfig.of(new AbstractConfig(config(), props, false));
        properties = Map.copyOf(props);
    }

    @Override
    public Class<? extends Task> taskClass() {
        return MqttSinkTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        return ServerSinkConnector.tasks(properties, 1);
    }

    @Override
    public Config validate(Map<String, String> connectorConfigs) {
        return ServerSinkConnector.validate(
                super.validate(connectorConfigs), config(), connectorConfigs, MqttSinkConfig::of);
    }

    @Override
    public ConfigDef config() {
        return MqttSinkConfig.DEFINITION;
    }

    @Override
    public void stop() {}

    @Override
    public String version() {
        return PluginVersion.VERSION;
    }
}
