package io.watchword.contract;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * How far one stage has come with one stream: the record on the compacted topic {@code
 * stream-status}, keyed by {@link #key()}.
 *
 * @param reachedUs media time reached
 * @param durationUs declared duration; negative where unknown
 * @param emitted records emitted so far: segments by ingest, event candidates by the detector
 * @param vitals how the stream is doing; ingest says it
 */
public record StreamStatus(
        String streamId,
        Stage stage,
        String source,
        boolean done,
        long reachedUs,
        long durationUs,
        long emitted,
        Optional<Failure> failure,
        Optional<StreamVitals> vitals) {
    /** Who says it. */
    public enum Stage {
        INGEST,
        DETECTOR
    }

    /** Why the stream could not be read to its end. */
    public record Failure(ErrorCode code, String detail) {}

    public StreamStatus {
        requireNonNull(streamId, "streamId is null");
        requireNonNull(stage, "stage is null");
        requireNonNull(source, "source is null");
        requireNonNull(failure, "failure is null");
        requireNonNull(vitals, "vitals is null");
    }

    public String key() {
        return streamId + "/" + stage.name();
    }
}
