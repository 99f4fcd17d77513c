package io.watchword.sinks.connect;

import io.watchword.sinks.mqtt.MqttNames;
import io.watchword.sinks.mqtt.client.MqttPublisher;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;

/**
 * The settings of {@link MqttSinkConnector}.
 *
 * @param holds how long motion and alert stay on
 */
record MqttSinkConfig(MqttPublisher.Settings broker, MqttNames names, Duration holds) {
    private static final String BROKER = "broker";
    private static final String USER = "user";
    private static final String PASSWORD = "password";
    private static final String CLIENT_ID = "client.id";
    private static final String PREFIX = "topic.prefix";
    private static final String DISCOVERY = "discovery.prefix";
    private static final String HOLD_MS = "hold.ms";
    private static final String TIMEOUT_MS = "timeout.ms";

    static final ConfigDef DEFINITION = Retries.define(connection(topics(new ConfigDef())));

    private static ConfigDef connection(ConfigDef definition) {
        return definition
                .define(
                        BROKER,
                        ConfigDef.Type.STRING,
                        ConfigDef.NO_DEFAULT_VALUE,
                        new ConfigDef.NonEmptyString(),
                        ConfigDef.Importance.HIGH,
                        "tcp://host:1883, or ssl://host:8883 for TLS.")
                .define(
                        USER,
                        ConfigDef.Type.STRING,
                        "",
                        ConfigDef.Importance.MEDIUM,
                        "Name to log in with; empty where the broker asks for none.")
                .define(
                        PASSWORD,
                        ConfigDef.Type.PASSWORD,
                        "",
                        ConfigDef.Importance.MEDIUM,
                        "Password of that name. Name it through a config provider.")
                .define(
                        CLIENT_ID,
                        ConfigDef.Type.STRING,
                        "watchword",
                        new ConfigDef.NonEmptyString(),
                        ConfigDef.Importance.LOW,
                        "The broker keeps one connection for each; a second sink needs another.")
                .define(
                        TIMEOUT_MS,
                        ConfigDef.Type.LONG,
                        10_000L,
                        ConfigDef.Range.between(100, 60_000),
                        ConfigDef.Importance.LOW,
                        "Longest wait for the broker, at connecting and for each message.");
    }

    private static ConfigDef topics(ConfigDef definition) {
        return definition
                .define(
                        PREFIX,
                        ConfigDef.Type.STRING,
                        "watchword",
                        ConfigDef.Importance.MEDIUM,
                        "First part of the topics: PREFIX/STREAM/event and so on.")
                .define(
                        DISCOVERY,
                        ConfigDef.Type.STRING,
                        "homeassistant",
                        ConfigDef.Importance.LOW,
                        "First part of the topics on which Home Assistant discovers devices.")
                .define(
                        HOLD_MS,
                        ConfigDef.Type.LONG,
                        30_000L,
                        ConfigDef.Range.between(1_000, 86_400_000),
                        ConfigDef.Importance.LOW,
                        "How long motion and alert stay on after an event.");
    }

    /**
     * @throws ConfigException whose message begins with the key that is wrong
     */
    static MqttSinkConfig of(AbstractConfig config) {
        String broker = config.getString(BROKER);
        if (!broker.matches("(tcp|ssl)://[^/@\\s]+")) {
            throw new ConfigException(
                    BROKER
                            + ": required tcp://host:port or ssl://host:port, without a name or path");
        }
        Optional<String> user = Optional.of(config.getString(USER)).filter(u -> !u.isEmpty());
        Password password = config.getPassword(PASSWORD);
        MqttNames names;
        try {
            names = new MqttNames(config.getString(PREFIX), config.getString(DISCOVERY));
        } catch (IllegalArgumentException e) {
            throw new ConfigException(PREFIX + ": " + e.getMessage());
        }
        return new MqttSinkConfig(
                new MqttPublisher.Settings(
                        broker,
                        config.getString(CLIENT_ID),
                        user,
                        user.map(unused -> password.value().strip()),
                        names.status(),
                        Duration.ofMillis(config.getLong(TIMEOUT_MS))),
                names,
                Duration.ofMillis(config.getLong(HOLD_MS)));
    }
}
