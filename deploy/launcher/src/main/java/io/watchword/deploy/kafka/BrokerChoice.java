package io.watchword.deploy.kafka;

import java.io.IOException;
import java.nio.file.Path;

/** Which Kafka carries the topics of a run. */
@FunctionalInterface
public interface BrokerChoice {
    /** One in this process, for this run alone. */
    BrokerChoice EMBEDDED = EmbeddedBroker::start;

    /**
     * Brings the broker up.
     *
     * @param data where it may keep its records
     * @param port asked for by the user, or 0
     */
    Broker start(Path data, int port) throws IOException;
}
