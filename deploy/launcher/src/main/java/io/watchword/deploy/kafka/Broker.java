package io.watchword.deploy.kafka;

import java.io.IOException;
import java.util.Optional;

/** The Kafka that carries the topics: inside this process, or elsewhere. */
public interface Broker extends AutoCloseable {
    String bootstrapServers();

    /** What stopped it although it should still run, or empty. */
    default Optional<String> failure() {
        return Optional.empty();
    }

    @Override
    void close();

    /** Brings a broker up; returns when it serves. */
    interface Starter {
        Broker start() throws IOException;
    }
}
