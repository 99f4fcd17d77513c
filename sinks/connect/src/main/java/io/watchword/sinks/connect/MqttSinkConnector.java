package io.watchword.sinks.connect;

/**
 * Topic {@code events} to an MQTT broker, where Home Assistant finds each stream as a device. One
 * task: a broker keeps one connection for each client id.
 */
public final class MqttSinkConnector extends ServerSinkConnector {
    public MqttSinkConnector() {
        super(MqttSinkTask.class, 1, MqttSinkConfig.DEFINITION, MqttSinkConfig::of);
    }
}
