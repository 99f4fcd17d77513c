package io.watchword.ingest.record;

import static io.watchword.contract.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

/**
 * What is known of a recorded file when it begins.
 *
 * @param epoch of the connection that it comes from
 * @param startUs media time of its first packet, on the stream's clock
 * @param startUnixUs wall clock then: its age counts from there
 */
public record RecordingStart(String streamId, long epoch, long startUs, long startUnixUs) {
    /** No media time is later: some three thousand years. */
    static final long MAX_US = 100_000_000_000_000_000L;

    public RecordingStart {
        requireNonNull(streamId, "streamId is null");
        checkArgument(!streamId.isEmpty(), "streamId is empty");
        checkArgument(epoch >= 0, "epoch is negative: %d", epoch);
        checkArgument(startUs >= 0 && startUs <= MAX_US, "startUs is out of range: %d", startUs);
        checkArgument(
                startUnixUs >= 0 && startUnixUs <= MAX_US,
                "startUnixUs is out of range: %d",
                startUnixUs);
    }
}
