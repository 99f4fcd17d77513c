package io.watchword.deploy.config;

import static io.watchword.contract.Checks.checkArgument;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * One sink beside the files of {@code --out}.
 *
 * @param name unique among the sinks; what the sink has read is remembered under it
 * @param topics empty for those of the type
 * @param settings of the connector, secrets by name: {@code secret:NAME} or an environment variable
 */
public record SinkConfig(
        String name, SinkType type, List<String> topics, Map<String, String> settings) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");

    public SinkConfig {
        checkArgument(
                NAME.matcher(name).matches(),
                "name is \"%s\", required at most 40 of a-z, 0-9 and -",
                name);
        topics = List.copyOf(topics.isEmpty() ? type.topics() : topics);
        settings = Map.copyOf(settings);
    }
}
