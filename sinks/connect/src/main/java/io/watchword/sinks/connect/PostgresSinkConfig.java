package io.watchword.sinks.connect;

import io.watchword.sinks.postgres.PostgresStore;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/** The settings of {@link PostgresSinkConnector}. */
record PostgresSinkConfig(PostgresStore.Settings store) {
    private static final String URL = "connection.url";
    private static final String USER = "connection.user";
    private static final String PASSWORD = "connection.password";
    private static final String SCHEMA = "schema";
    private static final String TIMEOUT_MS = "timeout.ms";

    static final ConfigDef DEFINITION =
            Retries.define(
                    new ConfigDef()
                            .define(
                                    URL,
                                    ConfigDef.Type.STRING,
                                    ConfigDef.NO_DEFAULT_VALUE,
                                    new ConfigDef.NonEmptyString(),
                                    ConfigDef.Importance.HIGH,
                                    "jdbc:postgresql://host:5432/database, without a password.")
                            .define(
                                    USER,
                                    ConfigDef.Type.STRING,
                                    "",
                                    ConfigDef.Importance.HIGH,
                                    "User that may make a schema and tables in the database.")
                            .define(
                                    PASSWORD,
                                    ConfigDef.Type.PASSWORD,
                                    "",
                                    ConfigDef.Importance.HIGH,
                                    "Password of that user. Name it through a config provider.")
                            .define(
                                    SCHEMA,
                                    ConfigDef.Type.STRING,
                                    "watchword",
                                    ConfigDef.Importance.LOW,
                                    "Schema of the tables; made if missing.")
                            .define(
                                    TIMEOUT_MS,
                                    ConfigDef.Type.LONG,
                                    30_000L,
                                    ConfigDef.Range.between(1_000, 240_000),
                                    ConfigDef.Importance.LOW,
                                    "Longest wait for the server, at connecting and for each"
                                            + " statement."));

    /**
     * @throws ConfigException whose message begins with the key that is wrong
     */
    static PostgresSinkConfig of(AbstractConfig config) {
        String url = config.getString(URL);
        if (!url.startsWith("jdbc:postgresql:")) {
            throw new ConfigException(URL + ": required jdbc:postgresql://host:port/database");
        }
        if (url.matches(".*[?&]password=.*")) {
            throw new ConfigException(URL + ": required no password in it, name it in " + PASSWORD);
        }
        String schema = config.getString(SCHEMA);
        if (!schema.matches("[a-z_][a-z0-9_]{0,62}")) {
            throw new ConfigException(SCHEMA + ": required lower-case letters, digits and _");
        }
        Optional<String> user = Optional.of(config.getString(USER)).filter(u -> !u.isEmpty());
        Optional<String> password =
                Optional.of(config.getPassword(PASSWORD).value().strip()).filter(p -> !p.isEmpty());
        return new PostgresSinkConfig(
                new PostgresStore.Settings(
                        url,
                        user,
                        password,
                        schema,
                        Duration.ofMillis(config.getLong(TIMEOUT_MS))));
    }
}
