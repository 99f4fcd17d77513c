package io.watchword.sinks.connect;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version that Connect shows for the plug-ins. */
final class PluginVersion {
    static final String VERSION = read();

    private PluginVersion() {}

    private static String read() {
        Properties properties = new Properties();
        try (InputStream in =
                requireNonNull(
                        PluginVersion.class.getResourceAsStream("version.properties"),
                        "version.properties is missing")) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("version.properties is not readable", e);
        }
        return properties.getProperty("version", "unknown");
    }
}
