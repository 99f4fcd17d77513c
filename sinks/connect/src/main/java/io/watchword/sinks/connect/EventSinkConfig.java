package io.watchword.sinks.connect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;

/** The setting of sinks to files: where the files are. */
final class EventSinkConfig {
    static final String DIRECTORY = "directory";

    static final ConfigDef DEFINITION =
            new ConfigDef()
                    .define(
                            DIRECTORY,
                            ConfigDef.Type.STRING,
                            ConfigDef.NO_DEFAULT_VALUE,
                            new ConfigDef.NonEmptyString(),
                            ConfigDef.Importance.HIGH,
                            "Directory to write to, on the worker that runs the task. Made if"
                                    + " missing. Events that are in its files stay there. One"
                                    + " connector of a kind writes to a directory.");

    private EventSinkConfig() {}

    /**
     * The directory, made if it was missing.
     *
     * @throws ConfigException if the setting is missing or the directory cannot be written to
     */
    static Path directory(Map<String, String> properties) {
        String setting = new AbstractConfig(DEFINITION, properties, false).getString(DIRECTORY);
        problem(setting).ifPresent(problem -> refuse(setting, problem));
        Path directory = Path.of(setting).toAbsolutePath().normalize();
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            refuse(setting, "cannot be made: " + e.getMessage());
        }
        return directory;
    }

    /** Adds what is wrong with the directory to what Connect found; makes nothing. */
    static Config validate(Config config) {
        for (ConfigValue value : config.configValues()) {
            if (value.name().equals(DIRECTORY) && value.value() instanceof String setting) {
                problem(setting)
                        .ifPresent(problem -> value.addErrorMessage(message(setting, problem)));
            }
        }
        return config;
    }

    private static Optional<String> problem(String setting) {
        Path directory;
        try {
            directory = Path.of(setting).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            return Optional.of("is no path: " + e.getReason());
        }
        Path existing = directory;
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        if (!Files.isDirectory(existing)) {
            return Optional.of(existing + " is no directory");
        }
        if (!Files.isWritable(existing)) {
            return Optional.of(existing + " is not writable");
        }
        return Optional.empty();
    }

    private static void refuse(String setting, String problem) {
        throw new ConfigException(message(setting, problem));
    }

    private static String message(String setting, String problem) {
        return DIRECTORY
                + ": required a directory to write to, found \""
                + setting
                + "\": "
                + problem;
    }
}
