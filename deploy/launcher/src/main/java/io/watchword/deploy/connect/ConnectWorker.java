package io.watchword.deploy.connect;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.watchword.contract.Topics;
import io.watchword.deploy.config.SinkConfig;
import io.watchword.deploy.kafka.ConsumerGroups;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
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
import org.apache.kafka.connect.util.ConnectorTaskId;
import org.apache.kafka.connect.util.FutureCallback;

/**
 * A Kafka Connect worker in this process that runs sink connectors on topic {@code events}. It has
 * no REST server and so no port.
 */
public final class ConnectWorker implements AutoCloseable {
    private static final int COMMIT_INTERVAL_MS = 300;
    private static final String GROUP = "connect-";

    /** Together with {@link #GROUP} what {@link ConsumerGroups#KEPT} says. */
    private static final String CONFIGURED = "sink-";

    private final StandaloneHerder herder;
    private final String bootstrapServers;
    private final List<String> connectors = new ArrayList<>();
    private final List<String> configured = new ArrayList<>();

    private ConnectWorker(StandaloneHerder herder, String bootstrapServers) {
        this.herder = herder;
        this.bootstrapServers = bootstrapServers;
    }

    /**
     * Starts a worker without connectors.
     *
     * @param directory where the worker keeps what it must remember
     * @param secrets directory of the secrets that connectors name
     */
    public static ConnectWorker start(String bootstrapServers, Path directory, Path secrets) {
        Map<String, String> settings = new HashMap<>();
        settings.put("config.providers", SecretProvider.NAME);
        settings.put(
                "config.providers." + SecretProvider.NAME + ".class",
                SecretProvider.class.getName());
        settings.put(
                "config.providers." + SecretProvider.NAME + ".param." + SecretProvider.DIRECTORY,
                secrets.toAbsolutePath().toString());
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
            return new ConnectWorker(herder, bootstrapServers);
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
        settings.put("connector.class", connectorClass);
        settings.put("directory", directory.toString());
        create(name, List.of(Topics.EVENTS), settings);
        connectors.add(name);
    }

    /**
     * Runs a sink of the configuration, where it was when it last ran. It has its own troubles:
     * nothing else ends for them.
     *
     * @param settings with secrets by name, as {@link SinkSettings} has them
     */
    public void run(SinkConfig sink, Map<String, String> settings)
            throws InterruptedException, ExecutionException, TimeoutException {
        String name = CONFIGURED + sink.name();
        if (sink.type().onlyNew()) {
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
                ConsumerGroups.beginAtEnd(admin, GROUP + name, sink.topics());
            }
        }
        create(name, sink.topics(), settings);
        configured.add(name);
    }

    private void create(String name, List<String> topics, Map<String, String> own)
            throws InterruptedException, ExecutionException, TimeoutException {
        Map<String, String> settings = new HashMap<>(own);
        settings.put("name", name);
        settings.put("tasks.max", "1");
        settings.put("topics", String.join(",", topics));
        settings.put("errors.tolerance", "all");
        settings.put("errors.deadletterqueue.topic.name", Topics.deadLetter(topics.get(0)));
        settings.put("errors.deadletterqueue.topic.replication.factor", "1");
        settings.put("errors.deadletterqueue.context.headers.enable", "true");
        settings.put("consumer.override.auto.offset.reset", "earliest");
        FutureCallback<Herder.Created<ConnectorInfo>> created = new FutureCallback<>();
        herder.putConnectorConfig(name, settings, true, created);
        created.get(30, SECONDS);
    }

    /**
     * Starts the tasks of configured sinks that failed again.
     *
     * @return why they had failed, a line each
     */
    public List<String> restartFailed() {
        List<String> failures = new ArrayList<>();
        for (String connector : configured) {
            for (ConnectorStateInfo.TaskState task : herder.connectorStatus(connector).tasks()) {
                if ("FAILED".equals(task.state())) {
                    String name = connector.substring(CONFIGURED.length());
                    failures.add("sink " + name + " failed: " + firstLine(task.trace()));
                    herder.restartTask(
                            new ConnectorTaskId(connector, task.id()),
                            (error, unused) -> {}); // if it cannot, the next look finds it again
                }
            }
        }
        return failures;
    }

    /** Consumer groups of the running connectors, but for configured sinks. */
    public List<String> groups() {
        return connectors.stream().map(connector -> GROUP + connector).toList();
    }

    /** What stopped a connector or one of its tasks, or empty while all but configured ones run. */
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
