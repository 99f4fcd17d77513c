package io.watchword.view.kafka;

import io.watchword.view.ViewConfig;
import java.nio.file.Path;
import java.util.Properties;

/** How Kafka Streams is set up for the view. */
final class ViewSettings {
    private static final int MAX_RECORD_BYTES = 8 << 20;

    private ViewSettings() {}

    static Properties of(String bootstrapServers, Path stateDirectory, ViewConfig config) {
        Properties settings = new Properties();
        settings.put("application.id", config.applicationId());
        settings.put("bootstrap.servers", bootstrapServers);
        settings.put("state.dir", stateDirectory.toString());
        settings.put("num.stream.threads", Integer.toString(config.threads()));
        if (!config.advertisedAddress().isEmpty()) {
            settings.put("application.server", config.advertisedAddress());
        }
        settings.put("commit.interval.ms", "1000");
        settings.put("statestore.cache.max.bytes", "0");
        settings.put("rocksdb.config.setter", SmallRocks.class.getName());
        settings.put("deserialization.exception.handler", BuryBroken.class.getName());
        settings.put("processing.exception.handler", BuryBroken.class.getName());
        settings.put("production.exception.handler", BuryUnsent.class.getName());
        // One that was killed and comes again takes its streams back at once, without waiting until
        // it is found dead; and one that does not is found dead soon.
        settings.put("main.consumer.group.instance.id", instance(config));
        settings.put("main.consumer.session.timeout.ms", "6000");
        settings.put("main.consumer.heartbeat.interval.ms", "2000");
        settings.put("producer.max.request.size", Integer.toString(MAX_RECORD_BYTES + (64 << 10)));
        return settings;
    }

    private static String instance(ViewConfig config) {
        String address = config.advertisedAddress();
        return address.isEmpty() ? "only" : address.replaceAll("[^a-zA-Z0-9._-]", "-");
    }
}
