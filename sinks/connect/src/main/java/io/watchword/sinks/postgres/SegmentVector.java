package io.watchword.sinks.postgres;

import static io.watchword.contract.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

import io.watchword.contract.Embedding;
import io.watchword.contract.TimeSpan;

/**
 * Where a segment lies in the space that text is searched in.
 *
 * @param vector unit length, never empty; belongs to this record
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record SegmentVector(
        String segmentId, String bundleSha256, String streamId, TimeSpan span, float[] vector) {
    public SegmentVector {
        requireNonNull(segmentId, "segmentId is null");
        requireNonNull(bundleSha256, "bundleSha256 is null");
        requireNonNull(streamId, "streamId is null");
        requireNonNull(span, "span is null");
        checkArgument(vector.length > 0, "the vector of %s is empty", segmentId);
    }

    /** Of an embedding that has a search vector. */
    public static SegmentVector of(Embedding embedding) {
        return new SegmentVector(
                embedding.segmentId(),
                embedding.bundleSha256(),
                embedding.streamId(),
                embedding.span(),
                embedding.searchVector());
    }
}
