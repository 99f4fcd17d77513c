package io.watchword.contract;

import static io.watchword.contract.Checks.checkArgument;
import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import java.util.List;
import java.util.Optional;

/**
 * What the encoders made of one segment: the record on topic {@code embeddings}.
 *
 * @param bundle name and version of the bundle, as people say it
 * @param bundleSha256 which bundle exactly
 * @param motionIds motion token ids, order (time, row, column); empty without video
 * @param blocks at most one of each modality
 * @param searchVector unit length, in the space shared with text; empty without media
 * @param last as in {@link Segment#last()}
 * @param clock wall clock of its start: one, or none where nobody knows
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Embedding(
        String streamId,
        String segmentId,
        String source,
        long epoch,
        long sequence,
        TimeSpan span,
        String bundle,
        String bundleSha256,
        int[] motionIds,
        List<TokenBlock> blocks,
        float[] searchVector,
        SegmentFacts facts,
        List<ExpertText> texts,
        float decodeErrorRatio,
        boolean discontinuity,
        boolean last,
        List<WallClock> clock) {
    /** Words that an expert read or heard in the segment: on-screen text, codes, speech. */
    public record ExpertText(String expert, String text, TimeSpan span) {}

    public Embedding {
        requireNonNull(streamId, "streamId is null");
        requireNonNull(segmentId, "segmentId is null");
        requireNonNull(source, "source is null");
        requireNonNull(span, "span is null");
        requireNonNull(bundle, "bundle is null");
        requireNonNull(bundleSha256, "bundleSha256 is null");
        requireNonNull(motionIds, "motionIds is null");
        requireNonNull(searchVector, "searchVector is null");
        requireNonNull(facts, "facts is null");
        blocks = List.copyOf(blocks);
        texts = List.copyOf(texts);
        // Flink restores what was checkpointed before there was a clock without one.
        clock = List.copyOf(requireNonNullElse(clock, List.of()));
        checkArgument(clock.size() <= 1, "%s has %d clocks", segmentId, clock.size());
        checkArgument(!streamId.isBlank(), "streamId is blank");
        for (float value : searchVector) {
            checkArgument(Float.isFinite(value), "search vector of %s holds %s", segmentId, value);
        }
    }

    /** Of which nobody knows when it was. */
    public Embedding(
            String streamId,
            String segmentId,
            String source,
            long epoch,
            long sequence,
            TimeSpan span,
            String bundle,
            String bundleSha256,
            int[] motionIds,
            List<TokenBlock> blocks,
            float[] searchVector,
            SegmentFacts facts,
            List<ExpertText> texts,
            float decodeErrorRatio,
            boolean discontinuity,
            boolean last) {
        this(
                streamId,
                segmentId,
                source,
                epoch,
                sequence,
                span,
                bundle,
                bundleSha256,
                motionIds,
                blocks,
                searchVector,
                facts,
                texts,
                decodeErrorRatio,
                discontinuity,
                last,
                List.of());
    }

    /** The same, for a bundle that reads the other's embeddings as its own. */
    public Embedding ofBundle(String otherBundle, String otherSha256) {
        return new Embedding(
                streamId,
                segmentId,
                source,
                epoch,
                sequence,
                span,
                otherBundle,
                otherSha256,
                motionIds,
                blocks,
                searchVector,
                facts,
                texts,
                decodeErrorRatio,
                discontinuity,
                last,
                clock);
    }

    /** Wall clock of its start, where it is known. */
    public Optional<WallClock> wallClock() {
        return clock.stream().findFirst();
    }

    public Optional<TokenBlock> block(Modality modality) {
        return blocks.stream().filter(block -> block.modality() == modality).findFirst();
    }
}
