package io.watchword.deploy.allinone;

import io.watchword.deploy.UserMistake;
import io.watchword.deploy.kafka.Broker;
import io.watchword.deploy.kafka.EmbeddedBroker;
import io.watchword.deploy.kafka.PipelineTopics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;

/**
 * The broker of a data directory: that of the run that holds it, or one that this starts for the
 * moment, on loopback. Closes what it started.
 */
public final class DirectoryBroker implements AutoCloseable {
    private final CloseStack started;
    private final String bootstrapServers;
    private final Optional<String> llmTarget;

    private DirectoryBroker(
            CloseStack started, String bootstrapServers, Optional<String> llmTarget) {
        this.started = started;
        this.bootstrapServers = bootstrapServers;
        this.llmTarget = llmTarget;
    }

    /**
     * @throws UserMistake if a process holds the directory and does not say where its broker is
     */
    public static DirectoryBroker open(Path directory) throws Exception {
        DataDirectory held;
        try {
            held = DataDirectory.open(directory);
        } catch (UserMistake e) {
            return new DirectoryBroker(
                    new CloseStack(),
                    DataDirectory.announced(directory).orElseThrow(() -> e),
                    DataDirectory.announcedLlm(directory));
        }
        CloseStack started = new CloseStack();
        try {
            started.add("data directory", held);
            Broker broker = started.add("broker", EmbeddedBroker.start(held.broker(), 0));
            createTopics(broker);
            return new DirectoryBroker(started, broker.bootstrapServers(), Optional.empty());
        } catch (Exception e) {
            started.close();
            throw e;
        }
    }

    private static void createTopics(Broker broker) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            PipelineTopics.create(admin, AllInOne.PARTITIONS);
        }
    }

    /** Whether anything was ever kept in a directory. */
    public static boolean exists(Path directory) throws IOException {
        return java.nio.file.Files.isDirectory(directory.resolve("kafka"))
                || DataDirectory.announced(directory).isPresent();
    }

    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** gRPC target of the language model of the run that holds the directory, if one does. */
    public Optional<String> llmTarget() {
        return llmTarget;
    }

    @Override
    public void close() {
        started.close();
    }
}
