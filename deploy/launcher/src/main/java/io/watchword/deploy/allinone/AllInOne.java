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
import io.watchword.deploy.secret.SecretStore;
import io.watchword.encoders.EncodeConfig;
import io.watchword.encoders.encode.EncoderLease;
import io.watchword.encoders.flink.EncodeJob;
import io.watchword.encoders.flink.EncodeJobConfig;
import io.watchword.encoders.onnx.SharedEncoders;
import io.watchword.fusion.FuseConfig;
import io.watchword.fusion.flink.FuseJob;
import io.watchword.fusion.log.kafka.IndexFollower;
import io.watchword.llm.LlmConfig;
import io.watchword.llm.engine.EngineMetrics;
import io.watchword.llm.grpc.LlmServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
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

    private static final String ENCODE_JOB = "encode";
    private static final String FUSE_JOB = "fuse";

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

    /** Something else that works with the broker, and starts beside the other parts. */
    @FunctionalInterface
    public interface Companion {
        /** Of a pipeline alone. */
        Companion NONE = bootstrapServers -> () -> {};

        /**
         * Starts.
         *
         * @return closes it
         */
        AutoCloseable start(String bootstrapServers) throws Exception;

        /** Whether a consumer group's offsets are its own, to go on from. */
        default boolean keeps(String group) {
            return false;
        }
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
        try (Starting starting = new Starting()) {
            // In the order in which what comes later needs what comes earlier.
            Future<Broker> brokerStart =
                    starting.begin("broker", () -> startBroker(starter, settings.log(), companion));
            Future<Model> modelStart =
                    starting.begin("llm", () -> startModel(settings, llmMetrics));
            // Loads the models while the engines start, and refuses a bundle that cannot be run.
            Future<EncoderLease> encodersStart =
                    starting.begin("encoders", () -> mistake(encoders(settings)::acquire));
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
                    starting.begin("encode job", () -> startEncoding(flink, bootstrap, settings));
            Future<IndexFollower> indexStart =
                    starting.begin("embedding index", () -> IndexFollower.start(bootstrap));
            String llmTarget = starting.await(modelStart).target();
            flink.submit(
                    FUSE_JOB,
                    env ->
                            FuseJob.build(
                                    env,
                                    settings.fuse(),
                                    bootstrap,
                                    llmTarget,
                                    audioLabels(settings.bundle())));
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

    /**
     * Where the language model answers.
     *
     * @param closing ends it, if it runs here
     */
    private record Model(String target, AutoCloseable closing) implements AutoCloseable {
        @Override
        public void close() throws Exception {
            closing.close();
        }
    }

    private static Model startModel(Settings settings, EngineMetrics metrics) throws Exception {
        String elsewhere = settings.fuse().languageModel();
        if (!elsewhere.isEmpty()) {
            return new Model(elsewhere, () -> {});
        }
        DataDirectory data = settings.data();
        LlmServer server =
                mistake(
                        () ->
                                LlmServer.start(
                                        settings.llm(),
                                        settings.bundle(),
                                        name -> secrets(data).find(name),
                                        metrics));
        return new Model("127.0.0.1:" + server.port(), server);
    }

    /** What the bundle's audio encoder tells apart; nothing where the bundle has none. */
    private static List<String> audioLabels(ModelBundle bundle) {
        List<String> labels = new ArrayList<>();
        if (bundle.has(ModelBundle.Roles.AUDIO_ENCODER)) {
            bundle.section("audio").path("labels").forEach(label -> labels.add(label.asText()));
        }
        return List.copyOf(labels);
    }

    /** Opened when a secret is asked for: most pipelines name none. */
    private static SecretStore secrets(DataDirectory data) {
        return SecretStore.open(DataDirectory.secrets(data.root()), System.getenv());
    }

    private static AutoCloseable startEncoding(
            FlinkCluster flink, String bootstrap, Settings settings) throws Exception {
        flink.submit(ENCODE_JOB, env -> EncodeJob.build(env, encodeJob(bootstrap, settings)));
        return () -> {}; // ends with the cluster
    }

    private static SharedEncoders encoders(Settings settings) {
        return new SharedEncoders(bundleDirectory(settings), settings.encode());
    }

    private static EncodeJobConfig encodeJob(String bootstrap, Settings settings) {
        return new EncodeJobConfig(
                bootstrap, bundleDirectory(settings), Duration.ZERO, settings.encode());
    }

    private static String bundleDirectory(Settings settings) {
        return settings.bundleDirectory().toAbsolutePath().normalize().toString();
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

    /** A stage refuses its bundle or its port with an {@link IllegalArgumentException}. */
    private static <T> T mistake(Callable<T> start) throws Exception {
        try {
            return start.call();
        } catch (IllegalArgumentException e) {
            throw new UserMistake(String.valueOf(e.getMessage()).lines().toList());
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
