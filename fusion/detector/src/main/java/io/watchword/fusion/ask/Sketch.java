package io.watchword.fusion.ask;

import static java.util.Objects.requireNonNull;

import io.watchword.contract.Embedding;
import io.watchword.contract.SegmentFacts;
import io.watchword.contract.TimeSpan;
import io.watchword.contract.TokenBlock;

/**
 * What is remembered of a stored segment while windows are chosen: a day has 43,200 of them, so
 * token blocks are read again for the chosen ones only.
 *
 * @param tokens stored embeddings that a model is shown of it
 * @param search unit length or empty; nobody may write to it
 * @param activityPx largest residual motion, pixels a step at 576 wide
 * @param loudnessDbfs loudest moment
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Sketch(
        String segmentId,
        long epoch,
        TimeSpan span,
        int tokens,
        float[] search,
        float activityPx,
        float loudnessDbfs,
        boolean sceneCut) {
    public Sketch {
        requireNonNull(segmentId, "segmentId is null");
        requireNonNull(span, "span is null");
        requireNonNull(search, "search is null");
    }

    public static Sketch of(Embedding embedding) {
        SegmentFacts facts = embedding.facts();
        return new Sketch(
                embedding.segmentId(),
                embedding.epoch(),
                embedding.span(),
                embedding.blocks().stream().mapToInt(TokenBlock::count).sum(),
                embedding.searchVector(),
                largest(facts.activity(), 0),
                largest(facts.loudnessDbfs(), SegmentFacts.SILENCE_DBFS),
                facts.sceneCut());
    }

    private static float largest(float[] values, float least) {
        float largest = least;
        for (float value : values) {
            largest = Math.max(largest, value);
        }
        return largest;
    }
}
