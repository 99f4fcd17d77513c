package io.watchword.deploy.connect;

import io.watchword.deploy.secret.SecretStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.common.config.ConfigData;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.provider.ConfigProvider;
import org.jspecify.annotations.Nullable;

/**
 * Gives connectors the secrets that their settings name: {@code ${watchword:secret:NAME}} from the
 * secret store, {@code ${watchword:NAME}} from the environment. Values are in no setting that
 * Connect keeps or logs.
 */
public final class SecretProvider implements ConfigProvider {
    static final String NAME = "watchword";
    static final String DIRECTORY = "directory";

    private @Nullable SecretStore store;

    @Override
    public void configure(Map<String, ?> configs) {
        Path directory = Path.of(Objects.toString(configs.get(DIRECTORY)));
        store = SecretStore.open(directory, System.getenv());
    }

    /** How a setting names a secret that {@code pipeline.yaml} calls {@code name}. */
    static String reference(String name) {
        return "${" + NAME + ":" + name + "}";
    }

    @Override
    public ConfigData get(String path) {
        return new ConfigData(Map.of()); // asked for without keys: nothing is listed
    }

    /**
     * @throws ConfigException naming the secret that is not there
     */
    @Override
    public ConfigData get(String path, Set<String> keys) {
        Map<String, String> values = new HashMap<>();
        for (String key : keys) {
            String name = path == null || path.isEmpty() ? key : path + ":" + key;
            String value =
                    Objects.requireNonNull(store, "not configured")
                            .find(name)
                            .orElseThrow(() -> new ConfigException(name + " is not set"));
            values.put(key, value);
        }
        return new ConfigData(values);
    }

    @Override
    public void close() throws IOException {}
}
