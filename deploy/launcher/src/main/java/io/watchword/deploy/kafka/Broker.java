package io.watchword.deploy.kafka;

import java.io.IOException;

/** The Kafka that carries the topics: inside this process, or elsewhere. */
public interface Broker extends AutoCloseable {
    String bootstrapServers();

    @Override
    void close();

    /** Brings a broker up; returns when it serves. */
    interface Starter {
        Broker start() throws IOException;
    }
}
