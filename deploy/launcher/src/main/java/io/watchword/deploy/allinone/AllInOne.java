package io.watchword.deploy.allinone;

import io.watchword.contract.bundle.ModelBundle;
import io.watchword.deploy.UserMistake;
import io.watchword.deploy.config.LogConfig;
import io.watchword.deploy.config.SinkConfig;
import io.watchword.deploy.connect.ConnectWorker;
import io.watchword.deploy.flink.FlinkCluster;
import io.watchword.deploy.kafka.Broker;
import io.watchword.deploy.kafka.ConsumerGroups;
import io.watchword.deploy.kafka.PipelineTopics;
import io.watchword.encoders.EncodeConfig;
import io.watchword.encoders.encode.EncoderLease;
import io.watchword.fusion.FuseConfig;
import io.watchword.fusion.log.kafka.IndexFollower;
import io.watchword.llm.LlmConfig;
import io.watchword.llm.engine.EngineMetrics;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;

/**
 * The whole pipeline behind the ingest in one process: broker, language model, both Flink jobs and
 * the sinks. What does not depend on each other starts side by side; everything is closed in the
 * reverse order.
 */
public final class AllInOne implements AutoCloseable {
    /** Of topics that are made anew. */
    public static final int PARTITIONS = 2;

    private final CloseStack parts;
    private final Broker broker;
    private final String llmTarget;
    private final FlinkCluster flink;
    private final ConnectWorker connect;
    private final Describing describing;

    private AllInOne(
            CloseStack parts,
            Broker broker,
            String llmTarget,
            FlinkCluster flink,
            ConnectWorker connect,
            Describing describing) {
        this.describing = describing;
        this.parts = parts;
        this.broker = broker;
        this.llmTarget = llmTarget;
        this.flink = flink;
        this.connect = connect;
    }

    /**
     * What to start.
     *
     * @param log how long topics keep what they hold; empty leaves those that exist as they are
     * @param out where the sinks write; exists
     */
    public record Settings(
            ModelBundle bundle,
            Path bundleDirectory,
            EncodeConfig encode,
            FuseConfig fuse,
            LlmConfig llm,
            Optional<LogConfig> log,
            DataDirectory data,
            Path out) {}

    /**
     * Starts everything; returns when it is ready for segments.
     *
     * @throws UserMistake if a port is taken or the bundle cannot be run
     */
    public static AllInOne start(Settings settings, Broker.Starter starter) throws Exception {
        return start(settings, starter, EngineMetrics.NONE);
    }

    /** Starts everything, with a language model that says what it does. */
    public static AllInOne start(
            Settings settings, Broker.Starter starter, EngineMetrics llmMetrics) throws Exception {
        return start(settings, starter, llmMetrics, Companion.NONE);
    }

    /** Starts everything, and a companion as soon as the topics are there. */
    public static AllInOne start(
            Settings settings,
            Broker.Starter starter,
            EngineMetrics llmMetrics,
            Companion companion)
            throws Exception {
        DataDirectory data = settings.data();
        FlinkJobs jobs = new FlinkJobs(settings);
        try (Starting starting = new Starting()) {
            // In the order in which what comes later needs what comes earlier.
            Future<Broker> brokerStart =
                    starting.begin("broker", () -> startBroker(starter, settings.log(), companion));
            Future<LanguageModel> modelStart =
                    starting.begin("llm", () -> LanguageModel.start(settings, llmMetrics));
            // Loads the models while the engines start, and refuses a bundle that cannot be run.
            Future<EncoderLease> encodersStart = starting.begin("encoders", jobs::loadEncoders);
            Future<FlinkCluster> flinkStart =
                    starting.begin(
                            "flink",
                            () -> FlinkCluster.start(data.checkpoints(), data.flinkTemporary()));
            Broker broker = starting.await(brokerStart);
            String bootstrap = broker.bootstrapServers();
            Future<AutoCloseable> companionStart =
                    starting.begin("companion", () -> companion.start(bootstrap));
            Future<ConnectWorker> connectStart =
                    starting.begin("connect", () -> startSinks(bootstrap, settings));
            starting.await(encodersStart);
            FlinkCluster flink = starting.await(flinkStart);
            Future<AutoCloseable> encodeStart =
                    starting.begin(
                            "encode job",
                            () -> {
                                jobs.submitEncoding(flink, bootstrap);
                                return () -> {}; // ends with the cluster
                            });
            Future<IndexFollower> indexStart =
                    starting.begin("embedding index", () -> IndexFollower.start(bootstrap));
            String llmTarget = starting.await(modelStart).target();
            jobs.submitFusing(flink, bootstrap, llmTarget);
            Future<Describing> describingStart =
                    starting.begin(
                            "describing",
                            () ->
                                    Describing.start(
                                            bootstrap,
                                            settings.fuse(),
                                            settings.bundle().sha256(),
                                            llmTarget));
            starting.await(encodeStart);
            starting.await(indexStart);
            starting.await(companionStart);
            ConnectWorker connect = starting.await(connectStart);
            Describing describing = starting.await(describingStart);
            return new AllInOne(starting.finish(), broker, llmTarget, flink, connect, describing);
        }
    }

    private static Broker startBroker(
            Broker.Starter starter, Optional<LogConfig> log, Companion companion) throws Exception {
        Broker broker = starter.start();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            PipelineTopics.provide(admin, PARTITIONS, log);
            // A job starts at its checkpoint or else at the beginning, never at an offset beside
            // it.
            // A sink reads all events anew: the files may be gone, and it takes an event but once.
            ConsumerGroups.forgetAll(admin, companion::keeps);
        } catch (Exception e) {
            broker.close();
            throw e;
        }
        return broker;
    }

    private static ConnectWorker startSinks(String bootstrap, Settings settings) throws Exception {
        ConnectWorker worker =
                ConnectWorker.start(
                        bootstrap,
                        settings.data().connect(),
                        DataDirectory.secrets(settings.data().root()));
        try {
            for (Sink sink : Sink.values()) {
                worker.run(sink.connector(), sink.className(), settings.out());
            }
            return worker;
        } catch (Exception e) {
            worker.close();
            throw e;
        }
    }

    public String bootstrapServers() {
        return broker.bootstrapServers();
    }

    /** gRPC target of the language model. */
    public String llmTarget() {
        return llmTarget;
    }

    /**
     * Starts a sink of the configuration beside those that write files.
     *
     * @param settings of its connector, with secrets by name
     */
    public void addSink(SinkConfig sink, Map<String, String> settings) throws Exception {
        connect.run(sink, settings);
    }

    /** Starts configured sinks that failed again, and says why they had. */
    public List<String> restartFailedSinks() {
        return connect.restartFailed();
    }

    /** Consumer groups of the sinks: what they committed is on disk. */
    public List<String> sinkGroups() {
        return connect.groups();
    }

    /** How the language model is doing, and the captions that were written without it. */
    public Describing describing() {
        return describing;
    }

    /** What is wrong with each part, or nothing. */
    public Map<String, Supplier<Optional<String>>> health() {
        Map<String, Supplier<Optional<String>>> health = new LinkedHashMap<>();
        health.put("broker", broker::failure);
        health.put("flink", flink::failure);
        health.put("sinks", connect::failure);
        health.put("describing", describing::failure);
        return health;
    }

    /** What stopped although it should still run, or empty while everything runs. */
    public Optional<String> failure() {
        return broker.failure().or(flink::failure).or(connect::failure).or(describing::failure);
    }

    /**
     * Stops everything within seconds; what does not stop in time is left to the end of the
     * process.
     */
    @Override
    public void close() {
        parts.close();
    }
}
