package io.watchword.deploy.eval.audit;

import io.watchword.contract.Embedding;
import io.watchword.contract.Segment;
import io.watchword.contract.TokenBlock;
import io.watchword.deploy.eval.kept.Kept;
import io.watchword.encoders.encode.BundleEncoder;
import io.watchword.encoders.encode.Encoders;
import io.watchword.encoders.encode.SegmentEncoder;
import io.watchword.encoders.encode.SegmentPosition;
import io.watchword.encoders.encode.StreamHistory;
import io.watchword.llm.prompt.CaptionRequest.SegmentTokens;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;

/**
 * What is stored of a source, had a sense been missing. What is seen and heard is changed in the
 * segments, which go through the encoders and the temporal window again; blindness and the wrong
 * stream need no encoder, they change what was stored. The spans of events stay as they were: the
 * detector is not audited.
 */
public final class AuditedBlocks {
    private final Kept kept;
    private final Optional<Encoders> encoders;
    private final long seed;

    /**
     * @param encoders empty if no audit that needs them is asked for
     */
    public AuditedBlocks(Kept kept, Optional<Encoders> encoders, long seed) {
        this.kept = kept;
        this.encoders = encoders;
        this.seed = seed;
    }

    /** Embeddings of every segment of a source, by segment id. */
    public Map<String, SegmentTokens> of(Audit audit, String source)
            throws IOException, InterruptedException {
        Map<String, SegmentTokens> tokens = new HashMap<>();
        if (audit.encodesAgain()) {
            for (Embedding embedding : again(audit, kept.segments(source))) {
                tokens.put(
                        embedding.segmentId(),
                        new SegmentTokens(embedding.span(), embedding.blocks()));
            }
            return tokens;
        }
        List<Embedding> other = audit == Audit.BLIND ? List.of() : another(source);
        List<Embedding> own = kept.embeddings(source);
        for (int i = 0; i < own.size(); i++) {
            List<TokenBlock> blocks =
                    audit == Audit.BLIND
                            ? own.get(i).blocks().stream().map(AuditedBlocks::zeros).toList()
                            : other.get(Math.min(i, other.size() - 1)).blocks();
            tokens.put(own.get(i).segmentId(), new SegmentTokens(own.get(i).span(), blocks));
        }
        return tokens;
    }

    private static TokenBlock zeros(TokenBlock block) {
        return new TokenBlock(
                block.modality(), block.count(), block.dim(), 0, new byte[block.values().length]);
    }

    /** Half the sources on: never the same one, unless there is only one. */
    private List<Embedding> another(String source) {
        List<String> sources = kept.sources();
        int other = (sources.indexOf(source) + Math.max(1, sources.size() / 2)) % sources.size();
        return kept.embeddings(sources.get(other));
    }

    private List<Embedding> again(Audit audit, List<Segment> segments) throws InterruptedException {
        Encoders models = encoders.orElseThrow();
        SegmentEncoder encoder = new SegmentEncoder(models);
        Random random = new Random(seed);
        StreamHistory history = StreamHistory.EMPTY;
        List<Embedding> embeddings = new java.util.ArrayList<>();
        try {
            for (Segment segment : segments) {
                Segment deprived =
                        switch (audit) {
                            case FROZEN -> Deprived.frozen(segment, segments.get(0));
                            case SHUFFLED -> Deprived.shuffled(segment, random);
                            default -> Deprived.muted(segment);
                        };
                BundleEncoder.EncodedMedia media = encoder.encode(deprived).get();
                SegmentPosition position =
                        new SegmentPosition(
                                segment.epoch(), segment.sequence(), segment.discontinuity());
                history = history.with(position, media.code(), models.shapes().window());
                embeddings.add(encoder.complete(media.embedding(), encoder.window(history)).get());
            }
            return embeddings;
        } catch (ExecutionException e) {
            throw new IllegalStateException("audit " + audit.key() + ": " + e.getCause(), e);
        }
    }
}
