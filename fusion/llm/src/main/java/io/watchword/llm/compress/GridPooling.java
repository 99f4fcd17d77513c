package io.watchword.llm.compress;

import io.watchword.contract.Modality;
import java.util.ArrayList;
import java.util.List;

/**
 * Adaptive average pooling of every block's grid, as coarse as the budget needs. Pictures lose
 * detail first, and are at most twice as coarse as the rest. Where a grid a fourth as fine does not
 * fit, the oldest segments go.
 */
final class GridPooling implements Compressor {
    private static final int COARSEST = 4; // while there are segments to leave out instead
    private static final int COARSEST_OF_ONE = 256;

    @Override
    public List<SegmentView> compress(List<SegmentView> segments, Budget budget) {
        if (budget.fits(segments)) {
            return segments;
        }
        for (int count = Math.min(segments.size(), budget.maxSegments()); count > 0; count--) {
            List<SegmentView> newest = segments.subList(segments.size() - count, segments.size());
            int most = count == 1 ? COARSEST_OF_ONE : COARSEST;
            for (int other = 1; other <= most; other++) {
                for (int picture = other; picture <= 2 * other; picture++) {
                    if (cost(newest, picture, other, budget) <= budget.maxPositions()) {
                        return pooled(newest, picture, other);
                    }
                }
            }
        }
        SegmentView newest = segments.get(segments.size() - 1);
        List<SegmentView> least = pooled(List.of(newest), 2 * COARSEST_OF_ONE, COARSEST_OF_ONE);
        return List.of(NewestSegments.cut(least.get(0), budget));
    }

    private static int cost(List<SegmentView> segments, int picture, int other, Budget budget) {
        int cost = 0;
        for (SegmentView segment : segments) {
            cost += budget.segmentMark();
            for (EmbeddingGrid block : segment.blocks()) {
                int by = by(block, picture, other);
                cost += budget.marks(block.modality());
                cost += block.countPooled(by);
            }
        }
        return cost;
    }

    private static List<SegmentView> pooled(List<SegmentView> segments, int picture, int other) {
        List<SegmentView> pooled = new ArrayList<>();
        for (SegmentView segment : segments) {
            pooled.add(
                    new SegmentView(
                            segment.sources(),
                            segment.blocks().stream()
                                    .map(block -> block.pooled(by(block, picture, other)))
                                    .toList()));
        }
        return pooled;
    }

    private static int by(EmbeddingGrid block, int picture, int other) {
        return block.modality() == Modality.SPATIAL ? picture : other;
    }
}
