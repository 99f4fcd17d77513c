package io.watchword.sinks.connect;

import org.apache.kafka.common.config.ConfigDef;

/**
 * Topic {@code segments} to small pictures of every archive file, {@code <directory>/<file
 * name>.storyboard.vtt} and the sheets that it points into.
 */
public final class StoryboardSinkConnector extends FileSinkConnector {
    static final String INTERVAL_MS = "interval.ms";

    static final ConfigDef DEFINITION =
            new ConfigDef(EventSinkConfig.DEFINITION)
                    .define(
                            INTERVAL_MS,
                            ConfigDef.Type.LONG,
                            5_000L,
                            ConfigDef.Range.between(100, 3_600_000),
                            ConfigDef.Importance.MEDIUM,
                            "Media time between two pictures. A file that has a storyboard keeps"
                                    + " its own.");

    public StoryboardSinkConnector() {
        super(StoryboardSinkTask.class, DEFINITION);
    }
}
