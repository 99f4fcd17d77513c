package io.watchword.deploy.kafka;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.watchword.contract.Topics;
import io.watchword.deploy.UserMistake;
import io.watchword.deploy.config.LogConfig;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InvalidConfigurationException;

/**
 * Creates the topics that are missing. All of them have {@code LogAppendTime}: media time lives in
 * the records, so a wrong camera clock can neither delete data nor have it refused.
 */
public final class PipelineTopics {
    /** The largest record a topic takes. */
    public static final int MAX_RECORD_BYTES = 8 << 20;

    private static final long LIMIT_S = 30;

    /** At most so many ingest workers share the streams. */
    private static final int STREAMS_PARTITIONS = 8;

    private static final Map<String, String> ALWAYS =
            Map.of(
                    "message.timestamp.type",
                    "LogAppendTime",
                    "max.message.bytes",
                    Integer.toString(MAX_RECORD_BYTES));

    private static final int BROKER_TIMEOUT_MS = 15_000;

    private PipelineTopics() {}

    /**
     * Creates what is missing, and has it keep what it holds by default; leaves the rest as it is.
     */
    public static void create(Admin admin, int partitions)
            throws InterruptedException, ExecutionException, TimeoutException {
        create(admin, partitions, LogConfig.DEFAULT);
    }

    private static Set<String> create(Admin admin, int partitions, LogConfig log)
            throws InterruptedException, ExecutionException, TimeoutException {
        Set<String> existing = admin.listTopics().names().get(LIMIT_S, SECONDS);
        Map<String, Map<String, String>> kept = kept(log);
        List<NewTopic> missing = new ArrayList<>();
        for (String topic : Topics.logs()) {
            missing.add(topic(topic, partitions, kept.getOrDefault(topic, Map.of())));
        }
        for (String table : Topics.tables()) {
            int shares = table.equals(Topics.STREAMS) ? STREAMS_PARTITIONS : 1;
            missing.add(topic(table, shares, Map.of("cleanup.policy", "compact")));
        }
        missing.add(
                topic(
                        Topics.EMBEDDING_INDEX,
                        1,
                        kept.getOrDefault(Topics.EMBEDDING_INDEX, Map.of())));
        missing.removeIf(topic -> existing.contains(topic.name()));
        admin.createTopics(missing).all().get(LIMIT_S, SECONDS);
        awaitLeaders(admin, missing);
        return existing;
    }

    /**
     * A new topic is there before its partitions take records. Of a producer that writes in
     * between, a broker may refuse the first batch and take the second, and then refuses the first
     * for good as out of order. Whoever knows a partition's offsets leads it.
     */
    private static void awaitLeaders(Admin admin, List<NewTopic> topics)
            throws InterruptedException, ExecutionException, TimeoutException {
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        for (NewTopic topic : topics) {
            for (int partition = 0; partition < topic.numPartitions(); partition++) {
                ends.put(new TopicPartition(topic.name(), partition), OffsetSpec.latest());
            }
        }
        admin.listOffsets(ends).all().get(LIMIT_S, SECONDS);
    }

    private static NewTopic topic(String name, int partitions, Map<String, String> more) {
        Map<String, String> configs = new HashMap<>(ALWAYS);
        configs.putAll(more);
        return new NewTopic(name, partitions, (short) 1).configs(configs);
    }

    /**
     * Creates what is missing, and has all topics keep what they hold as long as is configured now.
     *
     * @param configured empty leaves those that exist as they are: a run without its settings must
     *     not delete what another was told to keep
     * @throws UserMistake if the cluster cannot keep them so
     */
    public static void provide(Admin admin, int partitions, Optional<LogConfig> configured)
            throws InterruptedException, ExecutionException, TimeoutException {
        try {
            Set<String> existing = create(admin, partitions, configured.orElse(LogConfig.DEFAULT));
            if (configured.isPresent()) {
                change(admin, existing, kept(configured.get()));
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof InvalidConfigurationException refused) {
                throw new UserMistake("log.embeddings: Kafka refuses it: " + refused.getMessage());
            }
            throw e;
        }
    }

    private static void change(
            Admin admin, Set<String> existing, Map<String, Map<String, String>> kept)
            throws InterruptedException, ExecutionException, TimeoutException {
        List<ConfigResource> topics =
                kept.keySet().stream()
                        .filter(existing::contains)
                        .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                        .toList();
        Map<ConfigResource, Config> found =
                admin.describeConfigs(topics).all().get(LIMIT_S, SECONDS);
        Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
        for (Map.Entry<ConfigResource, Config> topic : found.entrySet()) {
            List<AlterConfigOp> ops = new ArrayList<>();
            kept.getOrDefault(topic.getKey().name(), Map.of())
                    .forEach(
                            (key, value) -> {
                                ConfigEntry now = topic.getValue().get(key);
                                if (now == null || !value.equals(now.value())) {
                                    ops.add(
                                            new AlterConfigOp(
                                                    new ConfigEntry(key, value),
                                                    AlterConfigOp.OpType.SET));
                                }
                            });
            if (!ops.isEmpty()) {
                changes.put(topic.getKey(), ops);
            }
        }
        if (!changes.isEmpty()) {
            admin.incrementalAlterConfigs(changes).all().get(LIMIT_S, SECONDS);
        }
    }

    /** What is configured, by topic. */
    private static Map<String, Map<String, String>> kept(LogConfig log) {
        LogConfig.Embeddings embeddings = log.embeddings();
        String maxAgeMs = Long.toString(embeddings.maxAge().toMillis());
        Map<String, String> ofEmbeddings = new HashMap<>();
        ofEmbeddings.put("retention.ms", maxAgeMs);
        ofEmbeddings.put("retention.bytes", Long.toString(embeddings.maxBytes()));
        if (embeddings.tiered()) {
            ofEmbeddings.put("remote.storage.enable", "true");
            ofEmbeddings.put(
                    "local.retention.ms", Long.toString(embeddings.localMaxAge().toMillis()));
        }
        // What was caught is kept as long as the events that it tells of.
        Map<String, String> ofEvents =
                Map.of("retention.ms", Long.toString(log.events().maxAge().toMillis()));
        return Map.of(
                Topics.EMBEDDINGS,
                ofEmbeddings,
                Topics.EMBEDDING_INDEX,
                Map.of("cleanup.policy", "compact,delete", "retention.ms", maxAgeMs),
                Topics.EVENTS,
                ofEvents,
                Topics.HITS,
                ofEvents);
    }

    /**
     * Makes them in a Kafka elsewhere; the first that comes to a new one does.
     *
     * @throws UserMistake if none answers there
     */
    public static void provideAt(String bootstrap, int partitions, Optional<LogConfig> log)
            throws InterruptedException {
        try (Admin admin =
                Admin.create(
                        Map.of(
                                "bootstrap.servers",
                                bootstrap,
                                "default.api.timeout.ms",
                                BROKER_TIMEOUT_MS,
                                "request.timeout.ms",
                                BROKER_TIMEOUT_MS))) {
            provide(admin, partitions, log);
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            throw new UserMistake(
                    "--bootstrap " + bootstrap + ": no Kafka to work with answers there");
        }
    }
}
