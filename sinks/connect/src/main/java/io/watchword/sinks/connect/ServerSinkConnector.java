package io.watchword.sinks.connect;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;

/** What connectors to a server do alike: check their settings, and run as many tasks as allowed. */
final class ServerSinkConnector {
    private ServerSinkConnector() {}

    static List<Map<String, String>> tasks(Map<String, String> properties, int count) {
        List<Map<String, String>> tasks = new ArrayList<>();
        for (int task = 0; task < count; task++) {
            tasks.add(Map.copyOf(properties));
        }
        return tasks;
    }

    /**
     * Adds what {@code check} refuses to what Connect found by itself, at the setting that its
     * message begins with.
     */
    static Config validate(
            Config config,
            ConfigDef definition,
            Map<String, String> properties,
            Consumer<AbstractConfig> check) {
        boolean sound = config.configValues().stream().allMatch(v -> v.errorMessages().isEmpty());
        if (!sound) {
            return config;
        }
        try {
            check.accept(new AbstractConfig(definition, properties, false));
        } catch (ConfigException e) {
            String message = String.valueOf(e.getMessage());
            ConfigValue blamed =
                    config.configValues().stream()
                            .filter(value -> message.startsWith(value.name() + ":"))
                            .findFirst()
                            .orElse(config.configValues().get(0));
            blamed.addErrorMessage(message);
        }
        return config;
    }
}
