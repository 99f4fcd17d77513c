package io.watchword.view.timeline;

import static java.util.Objects.requireNonNull;

import io.watchword.contract.StreamStatus;
import java.util.Optional;

/**
 * One stream as it stands.
 *
 * @param source as shown to people
 * @param status what ingest last said of it
 * @param events how many are known, parts not counted
 * @param lastEvent the one that ends last
 */
public record StreamState(
        String streamId,
        String source,
        Optional<StreamStatus> status,
        long events,
        Optional<TimelineEntry> lastEvent) {
    public StreamState {
        requireNonNull(streamId, "streamId is null");
        requireNonNull(source, "source is null");
        requireNonNull(status, "status is null");
        requireNonNull(lastEvent, "lastEvent is null");
    }
}
