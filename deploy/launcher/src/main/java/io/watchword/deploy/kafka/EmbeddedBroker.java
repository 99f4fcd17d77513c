package io.watchword.deploy.kafka;

import io.watchword.deploy.UserMistake;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * A Kafka broker and its KRaft controller in this process, on loopback only, with its own
 * directory. Uses the classes behind {@code kafka-storage.sh} and {@code kafka-server-start.sh},
 * which are not a supported API: nothing outside this class knows them.
 */
public final class EmbeddedBroker implements Broker {
    private static final String HOST = "127.0.0.1";
    private static final String CLUSTER_ID = "d2F0Y2h3b3JkLWVtYg";
    private static final int NODE_ID = 1;

    /** Why Kafka wanted to end this process; set from Kafka's threads. */
    private static final AtomicReference<String> HALTED = new AtomicReference<>("");

    private final KafkaRaftServer server;
    private final String bootstrapServers;

    private EmbeddedBroker(KafkaRaftServer server, String bootstrapServers) {
        this.server = server;
        this.bootstrapServers = bootstrapServers;
    }

    /**
     * Starts a broker and waits until it serves.
     *
     * @param directory kept between runs; formatted if it is new
     * @param port port on loopback, or 0 for any free one
     * @throws UserMistake if the port is taken
     */
    public static EmbeddedBroker start(Path directory, int port) throws IOException {
        int brokerPort = freePort(port);
        int controllerPort = freePort(0);
        Files.createDirectories(directory);
        format(directory);
        KafkaConfig config =
                new KafkaConfig(settings(directory, brokerPort, controllerPort), false);
        keepKafkaFromEndingTheProcess();
        KafkaRaftServer server = new KafkaRaftServer(config, Time.SYSTEM);
        server.startup();
        return new EmbeddedBroker(server, HOST + ":" + brokerPort);
    }

    /**
     * Kafka halts the process when its disk is full or broken, without a word and without running
     * shutdown hooks. Here it becomes a failure that whoever started the broker can tell.
     */
    private static void keepKafkaFromEndingTheProcess() {
        HALTED.set("");
        Exit.Procedure remember =
                (code, message) -> {
                    HALTED.set(
                            "the embedded broker stopped, is the disk full? ("
                                    + (message == null ? "code " + code : message)
                                    + ")");
                    throw new IllegalStateException(HALTED.get());
                };
        Exit.setHaltProcedure(remember);
        Exit.setExitProcedure(remember);
    }

    /**
     * The port itself, or a free one for 0.
     *
     * @throws UserMistake if it is taken
     */
    public static int freePort(int port) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(loopback(), port));
            return socket.getLocalPort();
        } catch (java.net.BindException e) {
            throw new UserMistake("port " + port + " on " + HOST + " is in use");
        }
    }

    private static InetAddress loopback() throws IOException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    }

    private static void format(Path directory) throws IOException {
        PrintStream nowhere =
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        Formatter formatter =
                new Formatter()
                        .setPrintStream(nowhere)
                        .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
                        .setClusterId(CLUSTER_ID)
                        .setNodeId(NODE_ID)
                        .setDirectories(List.of(directory.toString()))
                        .setMetadataLogDirectory(directory.toString())
                        .setControllerListenerName("CONTROLLER")
                        .setReleaseVersion(MetadataVersion.latestProduction())
                        .setIgnoreFormatted(true);
        try {
            formatter.run();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("broker directory " + directory + ": " + e.getMessage(), e);
        }
    }

    private static Map<String, String> settings(
            Path directory, int brokerPort, int controllerPort) {
        Map<String, String> settings = new HashMap<>();
        String broker = HOST + ":" + brokerPort;
        String controller = HOST + ":" + controllerPort;
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", Integer.toString(NODE_ID));
        settings.put("controller.quorum.voters", NODE_ID + "@" + controller);
        settings.put("listeners", "PLAINTEXT://" + broker + ",CONTROLLER://" + controller);
        settings.put("advertised.listeners", "PLAINTEXT://" + broker);
        settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("inter.broker.listener.name", "PLAINTEXT");
        settings.put("log.dirs", directory.toString());
        settings.put("auto.create.topics.enable", "false");
        settings.put("message.max.bytes", Integer.toString(PipelineTopics.MAX_RECORD_BYTES));
        settings.put("replica.fetch.max.bytes", Integer.toString(PipelineTopics.MAX_RECORD_BYTES));
        settings.put("log.message.timestamp.type", "LogAppendTime");
        settings.put("log.cleaner.dedupe.buffer.size", Integer.toString(4 << 20));
        settings.put("num.partitions", "1");
        for (String topic : List.of("offsets.topic", "transaction.state.log")) {
            settings.put(topic + ".replication.factor", "1");
            settings.put(topic + ".num.partitions", "1");
        }
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("share.coordinator.state.topic.replication.factor", "1");
        settings.put("share.coordinator.state.topic.num.partitions", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.put("num.network.threads", "2");
        settings.put("num.io.threads", "4");
        settings.put("background.threads", "2");
        settings.put("socket.request.max.bytes", Integer.toString(64 << 20));
        // A restart after a crash waits until the broker's old session is over.
        settings.put("broker.session.timeout.ms", "3000");
        settings.put("broker.heartbeat.interval.ms", "500");
        return settings;
    }

    @Override
    public String bootstrapServers() {
        return bootstrapServers;
    }

    @Override
    public Optional<String> failure() {
        return Optional.ofNullable(HALTED.get()).filter(halted -> !halted.isEmpty());
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }
}
