package io.watchword.sinks.postgres;

import static java.util.Objects.requireNonNull;

import io.watchword.sinks.row.EventJson;
import java.time.Instant;

/** An event and when it was recorded on its topic. */
public record StoredEvent(EventJson json, Instant recordedAt) {
    public StoredEvent {
        requireNonNull(json, "json is null");
        requireNonNull(recordedAt, "recordedAt is null");
    }
}
