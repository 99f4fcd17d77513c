package io.watchword.deploy.connect;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.watchword.contract.Topics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.connect.connector.policy.AllConnectorClientConfigOverridePolicy;
import org.apache.kafka.connect.connector.policy.ConnectorClientConfigOverridePolicy;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.json.JsonConverterConfig;
import org.apache.kafka.connect.runtime.Herder;
import org.apache.kafka.connect.runtime.Worker;
import org.apache.kafka.connect.runtime.isolation.Plugins;
import org.apache.kafka.connect.runtime.rest.entities.ConnectorInfo;
import org.apache.kafka.connect.runtime.rest.entities.ConnectorStateInfo;
import org.apache.kafka.connect.runtime.standalone.StandaloneConfig;
import org.apache.kafka.connect.runtime.standalone.StandaloneHerder;
import org.apache.kafka.connect.storage.FileOffsetBackingStore;
import org.apache.kafka.connect.util.FutureCallback;

/**
 * A Kafka Connect worker in this process that runs sink connectors on topic {@code events}. It has
 * no REST server and so no port.
 */
public final class ConnectWorker implements AutoCloseable {
    private static final int COMMIT_INTERVAL_MS = 300;

    private final StandaloneHerder herder;
    private final List<String> connectors = new ArrayList<>();

    private ConnectWorker(StandaloneHerder herder) {
        this.herder = herder;
    }

    /**
     * Starts a worker without connectors.
     *
     * @param directory where the worker keeps what it must remember
     */
    public static ConnectWorker start(String bootstrapServers, Path directory) {
        Map<String, String> settings = new HashMap<>();
        settings.put("bootstrap.servers", bootstrapServers);
        settings.put("key.converter", "org.apache.kafka.connect.converters.ByteArrayConverter");
        settings.put("value.converter", "org.apache.kafka.connect.converters.ByteArrayConverter");
        settings.put("offset.storage.file.filename", directory.resolve("offsets").toString());
        settings.put("offset.flush.interval.ms", Integer.toString(COMMIT_INTERVAL_MS));
        settings.put("plugin.discovery", "service_load"); // the default scans the whole classpath
        Plugins plugins = new Plugins(settings);
        ClassLoader before = plugins.compareAndSwapWithDelegatingLoader();
        try {
            StandaloneConfig config = new StandaloneConfig(settings);
            FileOffsetBackingStore offsets =
                    new FileOffsetBackingStore(
                            plugins.newInternalConverter(
                                    true,
                                    JsonConverter.class.getName(),
                                    Map.of(JsonConverterConfig.SCHEMAS_ENABLE_CONFIG, "false")));
            offsets.configure(config);
            ConnectorClientConfigOverridePolicy policy =
                    new AllConnectorClientConfigOverridePolicy();
            Worker worker =
                    new Worker(
                            "watchword",
                            org.apache.kafka.common.utils.Time.SYSTEM,
                            plugins,
                            config,
                            offsets,
                            policy);
            StandaloneHerder herder = new StandaloneHerder(worker, config.kafkaClusterId(), policy);
            herder.start();
            herder.ready();
            return new ConnectWorker(herder);
        } finally {
            Plugins.compareAndSwapLoaders(before);
        }
    }

    /**
     * Runs a sink connector on {@code events}. A record it cannot take goes to the dead-letter
     * topic with its original bytes.
     *
     * @param name names the consumer group
     */
    public void run(String name, String connectorClass, Path directory)
            throws InterruptedException, ExecutionException, TimeoutException {
        Map<String, String> settings = new HashMap<>();
        settings.put("name", name);
        settings.put("connector.class", connectorClass);
        settings.put("tasks.max", "1");
        settings.put("topics", Topics.EVENTS);
        settings.put("directory", directory.toString());
        settings.put("errors.tolerance", "all");
        settings.put("errors.deadletterqueue.topic.name", Topics.deadLetter(Topics.EVENTS));
        settings.put("errors.deadletterqueue.topic.replication.factor", "1");
        settings.put("errors.deadletterqueue.context.headers.enable", "true");
        settings.put("consumer.override.auto.offset.reset", "earliest");
        FutureCallback<Herder.Created<ConnectorInfo>> created = new FutureCallback<>();
        herder.putConnectorConfig(name, settings, true, created);
        created.get(30, SECONDS);
        connectors.add(name);
    }

    /** Consumer groups of the running connectors. */
    public List<String> groups() {
        return connectors.stream().map(connector -> "connect-" + connector).toList();
    }

    /** What stopped a connector or one of its tasks, or empty while all run. */
    public Optional<String> failure() {
        for (String connector : connectors) {
            ConnectorStateInfo state = herder.connectorStatus(connector);
            for (ConnectorStateInfo.TaskState task : state.tasks()) {
                if ("FAILED".equals(task.state())) {
                    return Optional.of("sink " + connector + " failed: " + firstLine(task.trace()));
                }
            }
        }
        return Optional.empty();
    }

    private static String firstLine(String trace) {
        String[] lines = trace.split("\\R", 2);
        int cause = trace.lastIndexOf("Caused by: ");
        return cause < 0 ? lines[0] : trace.substring(cause).split("\\R", 2)[0];
    }

    @Override
    public void close() {
        herder.stop();
    }
}
