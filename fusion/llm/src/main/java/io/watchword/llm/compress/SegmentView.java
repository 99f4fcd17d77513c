package io.watchword.llm.compress;

import java.util.List;

/**
 * What a prompt shows between two segment marks.
 *
 * @param sources which segments of the request it tells of, from 0, in time order
 * @param blocks at most one of each modality
 */
public record SegmentView(List<Integer> sources, List<EmbeddingGrid> blocks) {
    public SegmentView {
        sources = List.copyOf(sources);
        blocks = List.copyOf(blocks);
    }

    int count() {
        return blocks.stream().mapToInt(EmbeddingGrid::count).sum();
    }
}
