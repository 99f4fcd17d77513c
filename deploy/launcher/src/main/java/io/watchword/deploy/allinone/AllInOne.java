package io.watchword.deploy.allinone;

import io.watchword.contract.bundle.ModelBundle;
import io.watchword.deploy.UserMistake;
import io.watchword.deploy.connect.ConnectWorker;
import io.watchword.deploy.flink.FlinkCluster;
import io.watchword.deploy.kafka.Broker;
import io.watchword.deploy.kafka.ConsumerGroups;
import io.watchword.deploy.kafka.PipelineTopics;
import io.watchword.encoders.EncodeConfig;
import io.watchword.encoders.encode.EncoderLease;
import io.watchword.encoders.flink.EncodeJob;
import io.watchword.encoders.flink.EncodeJobConfig;
import io.watchword.encoders.onnx.SharedEncoders;
import io.watchword.fusion.FuseConfig;
import io.watchword.fusion.flink.FuseJob;
import io.watchword.llm.LlmConfig;
import io.watchword.llm.grpc.LlmServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;

/**
 * The whole pipeline behind the ingest in one process: broker, language model, both Flink jobs and
 * the sinks. What does not depend on each other starts side by side; everything is closed in the
 * reverse order.
 */
public final class AllInOne implements AutoCloseable {
    private static final int PARTITIONS = 2;
    private static final String ENCODE_JOB = "encode";
    private static final String FUSE_JOB = "fuse";

    private final CloseStack parts = new CloseStack();
    private final ExecutorService starters =
            Executors.newFixedThreadPool(
                    4,
                    task -> {
                        Thread thread = new Thread(task, "starter");
                        thread.setDaemon(true);
                        return thread;
                    });
    private String bootstrapServers = "";
    private Optional<FlinkCluster> flink = Optional.empty();
    private Optional<ConnectWorker> connect = Optional.empty();

    private AllInOne() {}

    /**
     * What to start.
     *
     * @param out where the sinks write; exists
     */
    public record Settings(
            ModelBundle bundle,
            Path bundleDirectory,
            EncodeConfig encode,
            FuseConfig fuse,
            LlmConfig llm,
            DataDirectory data,
            Path out) {}

    /**
     * Starts everything; returns when it is ready for segments.
     *
     * @throws UserMistake if a port is taken or the bundle cannot be run
     */
    public static AllInOne start(Settings settings, Broker.Starter broker) throws Exception {
        AllInOne all = new AllInOne();
        try {
            all.startParts(settings, broker);
            return all;
        } catch (ExecutionException e) {
            all.close();
            throw cause(e);
        } catch (Exception e) {
            all.close();
            throw e;
        } finally {
            all.starters.shutdown();
        }
    }

    private void startParts(Settings settings, Broker.Starter starter) throws Exception {
        DataDirectory data = settings.data();
        Future<Broker> brokerStart =
                starters.submit(() -> parts.add("broker", startBroker(starter)));
        Future<FlinkCluster> flinkStart =
                starters.submit(
                        () ->
                                parts.add(
                                        "flink",
                                        FlinkCluster.start(
                                                data.checkpoints(), data.flinkTemporary())));
        Future<LlmServer> llmStart =
                starters.submit(
                        () ->
                                parts.add(
                                        "llm",
                                        mistake(
                                                () ->
                                                        LlmServer.start(
                                                                settings.llm(),
                                                                settings.bundle()))));
        // Loads the models while the engines start, and refuses a bundle that cannot be run.
        Future<EncoderLease> encodersStart =
                starters.submit(
                        () ->
                                parts.add(
                                        "encoders",
                                        mistake(
                                                () ->
                                                        new SharedEncoders(
                                                                        bundleDirectory(settings),
                                                                        settings.encode())
                                                                .acquire())));
        String bootstrap = brokerStart.get().bootstrapServers();
        Future<ConnectWorker> connectStart =
                starters.submit(() -> parts.add("connect", startSinks(bootstrap, settings)));
        encodersStart.get();
        FlinkCluster cluster = flinkStart.get();
        Future<?> encodeStart =
                starters.submit(
                        () -> {
                            cluster.submit(
                                    ENCODE_JOB,
                                    env -> EncodeJob.build(env, encodeJob(bootstrap, settings)));
                            return ENCODE_JOB;
                        });
        String llmTarget = "127.0.0.1:" + llmStart.get().port();
        cluster.submit(FUSE_JOB, env -> FuseJob.build(env, settings.fuse(), bootstrap, llmTarget));
        encodeStart.get();
        bootstrapServers = bootstrap;
        flink = Optional.of(cluster);
        connect = Optional.of(connectStart.get());
    }

    private static EncodeJobConfig encodeJob(String bootstrap, Settings settings) {
        return new EncodeJobConfig(
                bootstrap, bundleDirectory(settings), Duration.ZERO, settings.encode());
    }

    private static String bundleDirectory(Settings settings) {
        return settings.bundleDirectory().toAbsolutePath().normalize().toString();
    }

    private static Broker startBroker(Broker.Starter starter) throws Exception {
        Broker broker = starter.start();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            PipelineTopics.create(admin, PARTITIONS);
            // A job starts at its checkpoint or else at the beginning, never at an offset beside
            // it.
            // A sink reads all events anew: the files may be gone, and it takes an event but once.
            ConsumerGroups.forgetAll(admin);
        } catch (Exception e) {
            broker.close();
            throw e;
        }
        return broker;
    }

    private static ConnectWorker startSinks(String bootstrap, Settings settings) throws Exception {
        ConnectWorker worker = ConnectWorker.start(bootstrap, settings.data().connect());
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

    private static Exception cause(ExecutionException e) {
        return e.getCause() instanceof Exception cause ? cause : e;
    }

    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** Consumer groups of the sinks: what they committed is on disk. */
    public List<String> sinkGroups() {
        return connect.map(ConnectWorker::groups).orElse(List.of());
    }

    /** What stopped although it should still run, or empty while everything runs. */
    public Optional<String> failure() {
        return flink.flatMap(FlinkCluster::failure)
                .or(() -> connect.flatMap(ConnectWorker::failure));
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
