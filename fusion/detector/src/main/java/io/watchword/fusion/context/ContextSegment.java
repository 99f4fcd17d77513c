package io.watchword.fusion.context;

import static java.util.Objects.requireNonNull;

import io.watchword.contract.Embedding;
import io.watchword.contract.TimeSpan;
import io.watchword.contract.TokenBlock;
import java.util.List;

/**
 * What a language model may see of one segment.
 *
 * @param keyframePtsUs media time of its first key frame; negative without video
 */
public record ContextSegment(
        String segmentId,
        long epoch,
        long sequence,
        TimeSpan span,
        long keyframePtsUs,
        List<TokenBlock> blocks) {
    public ContextSegment {
        requireNonNull(segmentId, "segmentId is null");
        requireNonNull(span, "span is null");
        blocks = List.copyOf(blocks);
    }

    /** Without what only the answer to a question needs: events are described, not asked about. */
    static ContextSegment from(Embedding embedding) {
        return new ContextSegment(
                embedding.segmentId(),
                embedding.epoch(),
                embedding.sequence(),
                embedding.span(),
                embedding.facts().keyframePtsUs(),
                embedding.blocks().stream().map(TokenBlock::withoutDetail).toList());
    }

    int tokens() {
        return blocks.stream().mapToInt(TokenBlock::count).sum();
    }

    long overlapUs(TimeSpan other) {
        return Math.min(span.endUs(), other.endUs()) - Math.max(span.startUs(), other.startUs());
    }
}
