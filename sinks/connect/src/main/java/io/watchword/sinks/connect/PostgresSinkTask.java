package io.watchword.sinks.connect;

import io.watchword.sinks.postgres.PostgresStore;
import java.time.InstantSource;
import org.apache.kafka.common.config.AbstractConfig;

/** The task of {@link PostgresSinkConnector}. */
public final class PostgresSinkTask extends ServerSinkTask {
    /** As Connect makes it. */
    public PostgresSinkTask() {
        this(InstantSource.system());
    }

    PostgresSinkTask(InstantSource clock) {
        super(PostgresSinkConfig.DEFINITION, clock);
    }

    @Override
    Target target(AbstractConfig settings, InstantSource clock) {
        return new PostgresTarget(new PostgresStore(PostgresSinkConfig.of(settings).store()));
    }
}
