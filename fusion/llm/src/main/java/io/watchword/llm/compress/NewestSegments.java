package io.watchword.llm.compress;

import io.watchword.contract.Modality;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Plain truncation: the newest segments that fit whole; of one that does not, what fits. */
final class NewestSegments implements Compressor {
    /** What tells most of what happens comes first. */
    private static final List<Modality> WORTH =
            List.of(Modality.MOTION, Modality.TEMPORAL, Modality.AUDIO, Modality.SPATIAL);

    @Override
    public List<SegmentView> compress(List<SegmentView> segments, Budget budget) {
        Deque<SegmentView> kept = new ArrayDeque<>();
        int left = budget.maxPositions();
        for (int i = segments.size() - 1; i >= 0 && kept.size() < budget.maxSegments(); i--) {
            left -= budget.cost(segments.get(i));
            if (left < 0) {
                break;
            }
            kept.addFirst(segments.get(i));
        }
        return kept.isEmpty()
                ? List.of(cut(segments.get(segments.size() - 1), budget))
                : List.copyOf(kept);
    }

    /** What of a segment fits: blocks by their worth, of the last one the first embeddings. */
    static SegmentView cut(SegmentView segment, Budget budget) {
        int left = budget.maxPositions() - budget.segmentMark();
        Map<Modality, EmbeddingGrid> kept = new EnumMap<>(Modality.class);
        for (Modality modality : WORTH) {
            for (EmbeddingGrid block : segment.blocks()) {
                int room = left - budget.marks(modality);
                if (block.modality() == modality && (room > 0 || kept.isEmpty())) {
                    EmbeddingGrid some = first(block, Math.max(1, room));
                    kept.put(modality, some);
                    left = room - some.count();
                }
            }
        }
        List<EmbeddingGrid> blocks = new ArrayList<>();
        for (EmbeddingGrid block : segment.blocks()) {
            if (kept.containsKey(block.modality())) {
                blocks.add(kept.get(block.modality()));
            }
        }
        return new SegmentView(segment.sources(), blocks);
    }

    private static EmbeddingGrid first(EmbeddingGrid block, int count) {
        if (count >= block.count()) {
            return block;
        }
        int[] indices = new int[count];
        for (int i = 0; i < count; i++) {
            indices[i] = i;
        }
        return block.pick(indices);
    }
}
