package io.watchword.llm.compress;

import io.watchword.contract.Compression;
import io.watchword.llm.project.Projector;
import java.util.List;

/** Makes segments fit into a budget of positions. Pure: equal segments give equal results. */
public interface Compressor {
    /**
     * The segments as they are where they fit, else what is left of them. It takes more than the
     * budget only where the marks of one segment with one embedding in each modality do.
     *
     * @param segments in time order, each with a block
     * @return in time order, none without a block
     */
    List<SegmentView> compress(List<SegmentView> segments, Budget budget);

    /**
     * The way of a kind.
     *
     * @param projector whose resampler is used, if the kind asks for one
     */
    static Compressor of(Compression.Kind kind, Projector projector) {
        return switch (kind) {
            case NONE -> (segments, budget) -> segments;
            case NEWEST -> new NewestSegments();
            case POOL -> new GridPooling();
            case NOVELTY -> new NoveltySelection();
            case MEMORY -> new SegmentMemory((older, modality) -> older);
            case RESAMPLE -> new SegmentMemory(new Resampling(projector));
        };
    }
}
