package io.watchword.contract;

import static io.watchword.contract.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

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
        boolean last) {
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
        checkArgument(!streamId.isBlank(), "streamId is blank");
        for (float value : searchVector) {
            checkArgument(Float.isFinite(value), "search vector of %s holds %s", segmentId, value);
        }
    }

    public Optional<TokenBlock> block(Modality modality) {
        return blocks.stream().filter(block -> block.modality() == modality).findFirst();
    }
}
