package io.watchword.deploy.eval.ask;

import io.watchword.contract.Embedding;
import io.watchword.contract.TimeSpan;
import io.watchword.fusion.FuseConfig;
import io.watchword.fusion.context.ContextSegment;
import io.watchword.fusion.context.ContextWindow;
import io.watchword.fusion.context.RecentSegments;
import io.watchword.fusion.detect.EventCandidate;
import io.watchword.llm.prompt.CaptionRequest.SegmentTokens;
import java.util.List;

/** Chooses what a model sees of a span, by the rule that the pipeline has for events. */
public final class Context {
    private final ContextWindow window = new ContextWindow(FuseConfig.DEFAULT.describing());

    /**
     * The chosen segments.
     *
     * @param stream embeddings of one stream, in order
     */
    public List<SegmentTokens> of(TimeSpan span, List<Embedding> stream) {
        if (stream.isEmpty()) {
            return List.of();
        }
        Embedding first = stream.get(0);
        EventCandidate candidate =
                new EventCandidate(
                        "span",
                        first.streamId(),
                        first.source(),
                        first.epoch(),
                        "question",
                        span,
                        List.of(),
                        first.bundle(),
                        first.bundleSha256());
        List<ContextSegment> segments =
                stream.stream()
                        .filter(embedding -> !embedding.blocks().isEmpty())
                        .map(Context::segment)
                        .toList();
        return window.choose(new RecentSegments(segments, 1), candidate).stream()
                .map(segment -> new SegmentTokens(segment.span(), segment.blocks()))
                .toList();
    }

    private static ContextSegment segment(Embedding embedding) {
        return new ContextSegment(
                embedding.segmentId(),
                embedding.epoch(),
                embedding.sequence(),
                embedding.span(),
                embedding.facts().keyframePtsUs(),
                embedding.blocks());
    }
}
