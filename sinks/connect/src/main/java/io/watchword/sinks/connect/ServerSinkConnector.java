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
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;

/** What connectors to a server do alike: check their settings, and run tasks with the same ones. */
abstract class ServerSinkConnector extends SinkConnector {
    private final Class<? extends Task> task;
    private final int mostTasks;
    private final ConfigDef definition;
    private final Consumer<AbstractConfig> check;
    private Map<String, String> properties = Map.of();

    /**
     * @param mostTasks fewer where {@code tasks.max} says so
     * @param check throws a {@link ConfigException} whose message begins with the setting
     */
    ServerSinkConnector(
            Class<? extends Task> task,
            int mostTasks,
            ConfigDef definition,
            Consumer<AbstractConfig> check) {
        this.task = task;
        this.mostTasks = mostTasks;
        this.definition = definition;
        this.check = check;
    }

    @Override
    public final void start(Map<String, String> props) {
        check.accept(new AbstractConfig(definition, props, false));
        properties = Map.copyOf(props);
    }

    @Override
    public final Class<? extends Task> taskClass() {
        return task;
    }

    @Override
    public final List<Map<String, String>> taskConfigs(int maxTasks) {
        List<Map<String, String>> tasks = new ArrayList<>();
        for (int index = 0; index < Math.min(maxTasks, mostTasks); index++) {
            tasks.add(properties);
        }
        return tasks;
    }

    /** Adds what the check refuses to what Connect finds by itself, at its setting. */
    @Override
    public final Config validate(Map<String, String> connectorConfigs) {
        Config config = super.validate(connectorConfigs);
        boolean sound = config.configValues().stream().allMatch(v -> v.errorMessages().isEmpty());
        if (!sound) {
            return config;
        }
        try {
            check.accept(new AbstractConfig(definition, connectorConfigs, false));
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
