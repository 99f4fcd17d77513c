package io.watchword.contract;

import static io.watchword.contract.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * Where a stretch of a stream lies on topic {@code embeddings}: the record on topic {@code
 * embedding-index}. All its segments are of one epoch and one bundle, and begin within one {@link
 * #BUCKET_US} of media time.
 *
 * @param span from the start of its first segment to the end of its last
 * @param wallClock of the start of the span, in step with media time through all of it
 * @param partition between the offsets, records of other streams may lie
 * @param count records of this run
 * @param bytes of the values of its records
 * @param appendedUnixMs when Kafka took the first record
 * @param indexedTo every record of the partition below this offset is in this entry or in one that
 *     was written before it
 */
public record EmbeddingRun(
        String streamId,
        String source,
        long epoch,
        String bundle,
        String bundleSha256,
        TimeSpan span,
        Optional<WallClock> wallClock,
        int partition,
        long firstOffset,
        long lastOffset,
        int count,
        long bytes,
        long appendedUnixMs,
        long indexedTo) {
    /** Media time in which all segments of a run begin. */
    public static final long BUCKET_US = 300_000_000;

    public EmbeddingRun {
        requireNonNull(streamId, "streamId is null");
        requireNonNull(source, "source is null");
        requireNonNull(bundle, "bundle is null");
        requireNonNull(bundleSha256, "bundleSha256 is null");
        requireNonNull(span, "span is null");
        requireNonNull(wallClock, "wallClock is null");
        checkArgument(!streamId.isBlank(), "streamId is blank");
        checkArgument(
                partition >= 0 && firstOffset >= 0 && lastOffset >= firstOffset,
                "a run of partition %d goes from offset %d to %d",
                partition,
                firstOffset,
                lastOffset);
        checkArgument(count > 0, "a run has %d records", count);
    }

    /** Which stretch of media time it begins in, counted from 0. */
    public long bucket() {
        return Math.floorDiv(span.startUs(), BUCKET_US);
    }

    /** Names the run; whoever indexes the topic finds the same runs. */
    public String key() {
        return partition + "/" + firstOffset;
    }

    /** The same run, which completes the index up to an offset. */
    public EmbeddingRun completing(long offset) {
        return new EmbeddingRun(
                streamId,
                source,
                epoch,
                bundle,
                bundleSha256,
                span,
                wallClock,
                partition,
                firstOffset,
                lastOffset,
                count,
                bytes,
                appendedUnixMs,
                offset);
    }
}
