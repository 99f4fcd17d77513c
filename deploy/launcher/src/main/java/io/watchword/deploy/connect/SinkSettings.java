package io.watchword.deploy.connect;

import io.watchword.deploy.config.SinkConfig;
import io.watchword.sinks.webhook.Addressee;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.sink.SinkConnector;

/**
 * A sink of {@code pipeline.yaml} as settings of its connector. Settings that the connector calls a
 * password are names of secrets there.
 */
public final class SinkSettings {
    private SinkSettings() {}

    /** With secrets as what the worker's {@link SecretProvider} looks up. */
    public static Map<String, String> of(SinkConfig sink) {
        SinkConnector connector = sink.type().connector();
        Map<String, String> settings = new HashMap<>(sink.settings());
        settings.replaceAll(
                (key, value) ->
                        isSecret(connector.config(), key)
                                ? SecretProvider.reference(value)
                                : value);
        if (connector.config().names().contains(Addressee.NAME_SETTING)) {
            settings.putIfAbsent(Addressee.NAME_SETTING, sink.name());
        }
        settings.put("connector.class", connector.getClass().getName());
        return settings;
    }

    /**
     * What is wrong with the sinks, a line each; reaches no server.
     *
     * @param secrets from {@code secret:NAME} or the name of an environment variable to its value
     */
    public static List<String> problems(
            List<SinkConfig> sinks, Function<String, Optional<String>> secrets) {
        List<String> problems = new ArrayList<>();
        for (SinkConfig sink : sinks) {
            String at = "sinks: " + sink.name() + ": ";
            check(sink, secrets).forEach(problem -> problems.add(at + problem));
        }
        return problems;
    }

    private static List<String> check(SinkConfig sink, Function<String, Optional<String>> secrets) {
        SinkConnector connector = sink.type().connector();
        ConfigDef definition = connector.config();
        List<String> problems = new ArrayList<>();
        Map<String, String> resolved = new HashMap<>();
        sink.settings()
                .forEach(
                        (key, value) -> {
                            if (!definition.names().contains(key)) {
                                problems.add(
                                        key
                                                + ": no such setting, required one of "
                                                + String.join(
                                                        ", ", new TreeSet<>(definition.names())));
                            } else if (isSecret(definition, key)) {
                                find(key, value, secrets, problems)
                                        .ifPresent(found -> resolved.put(key, found));
                            } else {
                                resolved.put(key, value);
                            }
                        });
        if (problems.isEmpty()) {
            for (ConfigValue value : connector.validate(resolved).configValues()) {
                problems.addAll(value.errorMessages());
            }
        }
        return problems;
    }

    /** A refusal of the store's is said, too: others may read the file. */
    private static Optional<String> find(
            String key,
            String name,
            Function<String, Optional<String>> secrets,
            List<String> problems) {
        try {
            Optional<String> found = secrets.apply(name);
            if (found.isEmpty()) {
                problems.add(key + " names " + shown(name) + ", which is not set");
            }
            return found;
        } catch (IllegalArgumentException e) {
            problems.add(key + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    /** Not the secret itself, should somebody have written that in place of its name. */
    private static String shown(String name) {
        return name.matches("(secret:)?[A-Za-z_][A-Za-z0-9_.-]{0,60}") ? name : "a secret";
    }

    private static boolean isSecret(ConfigDef definition, String key) {
        ConfigDef.ConfigKey known = definition.configKeys().get(key);
        return known != null && known.type == ConfigDef.Type.PASSWORD;
    }
}
