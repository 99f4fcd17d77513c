package io.watchword.deploy.streams;

import static java.util.Objects.requireNonNull;

import io.watchword.contract.Event;
import io.watchword.contract.StreamProgress;
import io.watchword.contract.StreamSpec;
import io.watchword.contract.StreamStatus;
import io.watchword.contract.StreamVitals;
import java.util.Optional;

/**
 * What is known of one stream.
 *
 * @param status of ingest; empty before a worker took the stream
 * @param event the last one
 */
record StreamRow(
        StreamSpec spec,
        Optional<StreamProgress> progress,
        Optional<StreamStatus> status,
        Optional<Event> event) {
    StreamRow {
        requireNonNull(spec, "spec is null");
    }

    Optional<StreamVitals> vitals() {
        return status.flatMap(StreamStatus::vitals);
    }

    /** Why the stream is not doing well; empty while it is. */
    String reason() {
        String said = vitals().map(StreamVitals::reason).orElse("");
        return said.isEmpty()
                ? status.flatMap(StreamStatus::failure).map(StreamStatus.Failure::detail).orElse("")
                : said;
    }
}
