package io.watchword.fusion.context;

import static java.util.Objects.requireNonNull;

import io.watchword.contract.Embedding;
import io.watchword.contract.TimeSpan;
import io.watchword.contract.TokenBlock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a language model may see of one segment.
 *
 * @param keyframePtsUs media time of its first key frame; negative without video
 * @param gist for a caption without the model; of state from before there was one, nothing
 */
public record ContextSegment(
        String segmentId,
        long epoch,
        long sequence,
        TimeSpan span,
        long keyframePtsUs,
        List<TokenBlock> blocks,
        SegmentGist gist) {
    public ContextSegment(
            String segmentId,
            long epoch,
            long sequence,
            TimeSpan span,
            long keyframePtsUs,
            List<TokenBlock> blocks,
            @Nullable SegmentGist gist) {
        this.segmentId = requireNonNull(segmentId, "segmentId is null");
        this.epoch = epoch;
        this.sequence = sequence;
        this.span = requireNonNull(span, "span is null");
        this.keyframePtsUs = keyframePtsUs;
        this.blocks = List.copyOf(blocks);
        this.gist = gist == null ? SegmentGist.NONE : gist;
    }

    /** A segment of which only the embeddings are known. */
    public ContextSegment(
            String segmentId,
            long epoch,
            long sequence,
            TimeSpan span,
            long keyframePtsUs,
            List<TokenBlock> blocks) {
        this(segmentId, epoch, sequence, span, keyframePtsUs, blocks, SegmentGist.NONE);
    }

    /** Without what only the answer to a question needs: events are described, not asked about. */
    public static ContextSegment from(Embedding embedding) {
        return new ContextSegment(
                embedding.segmentId(),
                embedding.epoch(),
                embedding.sequence(),
                embedding.span(),
                embedding.facts().keyframePtsUs(),
                embedding.blocks().stream().map(TokenBlock::withoutDetail).toList(),
                SegmentGist.from(embedding.facts()));
    }

    int tokens() {
        return blocks.stream().mapToInt(TokenBlock::count).sum();
    }

    long overlapUs(TimeSpan other) {
        return Math.min(span.endUs(), other.endUs()) - Math.max(span.startUs(), other.startUs());
    }
}
