package io.watchword.deploy.log;

import io.watchword.deploy.UserMistake;
import io.watchword.deploy.allinone.DirectoryBroker;
import io.watchword.fusion.log.EventLog;
import io.watchword.fusion.log.UnderstandingLog;
import io.watchword.fusion.log.kafka.KafkaEventLog;
import io.watchword.fusion.log.kafka.KafkaUnderstandingLog;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The log of understanding of a data directory, while a run holds it and when none does. Owns what
 * it opened. Not thread-safe.
 */
public final class StoredLog implements AutoCloseable {
    private final DirectoryBroker broker;
    private final KafkaUnderstandingLog understanding;
    private final EventLog events;

    private StoredLog(
            DirectoryBroker broker, KafkaUnderstandingLog understanding, EventLog events) {
        this.broker = broker;
        this.understanding = understanding;
        this.events = events;
    }

    /**
     * @throws UserMistake if nothing was ever kept there, or the process that holds the directory
     *     does not say where its broker is
     */
    public static StoredLog open(Path directory) throws Exception {
        if (!DirectoryBroker.exists(directory)) {
            throw new UserMistake("nothing is stored in data directory " + directory);
        }
        DirectoryBroker broker = DirectoryBroker.open(directory);
        try {
            KafkaUnderstandingLog understanding =
                    KafkaUnderstandingLog.open(broker.bootstrapServers());
            return new StoredLog(
                    broker,
                    understanding,
                    KafkaEventLog.open(broker.bootstrapServers(), understanding));
        } catch (RuntimeException e) {
            broker.close();
            throw e;
        }
    }

    public UnderstandingLog understanding() {
        return understanding;
    }

    public EventLog events() {
        return events;
    }

    public String bootstrapServers() {
        return broker.bootstrapServers();
    }

    /** gRPC target of the language model of the run that holds the directory, if one does. */
    public Optional<String> llmTarget() {
        return broker.llmTarget();
    }

    @Override
    public void close() {
        events.close();
        understanding.close();
        broker.close();
    }
}
