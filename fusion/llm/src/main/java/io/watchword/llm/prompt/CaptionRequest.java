package io.watchword.llm.prompt;

import static java.util.Objects.requireNonNull;

import io.watchword.contract.TimeSpan;
import io.watchword.contract.TokenBlock;
import java.util.List;

/**
 * What a client asks: these segments, in this language.
 *
 * @param bundleSha256 the bundle that made the embeddings
 * @param language ISO 639-1
 * @param segments in time order
 * @param question in plain words; empty asks for the caption the bundle was trained to give
 * @param maxNewTokens 0 means the bundle's own limit
 */
public record CaptionRequest(
        String requestId,
        String bundleSha256,
        String language,
        List<SegmentTokens> segments,
        String question,
        int maxNewTokens) {
    /** The token blocks of one segment, at most one of each modality. */
    public record SegmentTokens(TimeSpan span, List<TokenBlock> blocks) {
        public SegmentTokens {
            requireNonNull(span, "span is null");
            blocks = List.copyOf(blocks);
        }
    }

    public CaptionRequest {
        requireNonNull(requestId, "requestId is null");
        requireNonNull(bundleSha256, "bundleSha256 is null");
        requireNonNull(language, "language is null");
        requireNonNull(question, "question is null");
        segments = List.copyOf(segments);
    }
}
