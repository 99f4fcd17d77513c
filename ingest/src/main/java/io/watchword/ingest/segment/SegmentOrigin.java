package io.watchword.ingest.segment;

import static java.util.Objects.requireNonNull;

/**
 * What every segment of a file says about where it comes from.
 *
 * @param sha256 of the file's contents
 * @param source as shown to people
 */
public record SegmentOrigin(String streamId, String sha256, String source) {
    public SegmentOrigin {
        requireNonNull(streamId, "streamId is null");
        requireNonNull(sha256, "sha256 is null");
        requireNonNull(source, "source is null");
    }
}
