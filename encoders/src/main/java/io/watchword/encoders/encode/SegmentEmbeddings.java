package io.watchword.encoders.encode;

import io.watchword.contract.Embedding;
import io.watchword.contract.Segment;
import io.watchword.contract.SegmentFacts;
import io.watchword.contract.TokenBlock;
import java.util.List;

/** Embeddings of a segment as a bundle's encoders give them. */
record SegmentEmbeddings(String bundle, String bundleSha256) {
    /** Nothing was seen or heard. */
    Embedding none(Segment segment) {
        return of(segment, SegmentFacts.none(), new int[0], List.of(), new float[0]);
    }

    Embedding of(
            Segment segment,
            SegmentFacts facts,
            int[] motionIds,
            List<TokenBlock> blocks,
            float[] search) {
        return new Embedding(
                segment.streamId(),
                segment.segmentId(),
                segment.source(),
                segment.epoch(),
                segment.sequence(),
                segment.span(),
                bundle,
                bundleSha256,
                motionIds,
                blocks,
                search,
                facts,
                List.of(),
                segment.decodeErrorRatio(),
                segment.discontinuity(),
                segment.last(),
                segment.wallClock().stream().toList());
    }
}
