package io.watchword.llm.compress;

import static io.watchword.contract.Checks.checkArgument;

import io.watchword.contract.Modality;
import java.util.List;
import java.util.Map;

/**
 * What segments may take of a prompt, and what their marks cost.
 *
 * @param maxPositions most positions of all segments, marks in
 * @param maxSegments most segment marks
 * @param segmentMark positions of the text that begins a segment
 * @param blockMarks positions of the text around a block, by its modality
 */
public record Budget(
        int maxPositions, int maxSegments, int segmentMark, Map<Modality, Integer> blockMarks) {
    public Budget {
        checkArgument(maxPositions > 0, "maxPositions is %d", maxPositions);
        checkArgument(maxSegments > 0, "maxSegments is %d", maxSegments);
        blockMarks = Map.copyOf(blockMarks);
    }

    int marks(Modality modality) {
        return blockMarks.getOrDefault(modality, 0);
    }

    /** Positions that a segment takes. */
    int cost(SegmentView view) {
        return segmentMark
                + view.blocks().stream().mapToInt(b -> b.count() + marks(b.modality())).sum();
    }

    int cost(List<SegmentView> views) {
        return views.stream().mapToInt(this::cost).sum();
    }

    boolean fits(List<SegmentView> views) {
        return views.size() <= maxSegments && cost(views) <= maxPositions;
    }
}
