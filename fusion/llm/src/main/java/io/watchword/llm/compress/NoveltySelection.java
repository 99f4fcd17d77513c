package io.watchword.llm.compress;

import io.watchword.contract.Modality;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Keeps the newest segment, and of older ones the embeddings that are least like those of their
 * modality in newer segments. Recent ones count for more, and those that tell of motion and time: a
 * still picture goes first, what moves stays.
 */
final class NoveltySelection implements Compressor {
    private static final float OLDEST = 0.5f; // worth of a novelty of the oldest, of the newest 1
    private static final float MOVING = 2; // worth of motion and time, of others 1

    /** An embedding that may be shown. */
    private record Choice(int segment, int block, int index, float worth) {}

    @Override
    public List<SegmentView> compress(List<SegmentView> segments, Budget budget) {
        if (budget.fits(segments)) {
            return segments;
        }
        int newest = segments.size() - 1;
        int left = budget.maxPositions() - budget.cost(segments.get(newest));
        if (left <= 0 || budget.maxSegments() == 1) {
            return List.of(NewestSegments.cut(segments.get(newest), budget));
        }
        List<Choice> choices = new ArrayList<>();
        for (int segment = 0; segment < newest; segment++) {
            List<EmbeddingGrid> blocks = segments.get(segment).blocks();
            for (int block = 0; block < blocks.size(); block++) {
                addChoices(segments, segment, block, choices);
            }
        }
        choices.sort(
                Comparator.comparingDouble((Choice choice) -> -choice.worth())
                        .thenComparing(Comparator.comparingInt(Choice::segment).reversed())
                        .thenComparingInt(Choice::block)
                        .thenComparingInt(Choice::index));
        List<SegmentView> older = segments.subList(0, newest);
        List<SegmentView> views = shown(older, new Selection(older, budget, left).take(choices));
        views.add(segments.get(newest));
        return views;
    }

    private static void addChoices(
            List<SegmentView> segments, int segment, int block, List<Choice> choices) {
        EmbeddingGrid grid = segments.get(segment).blocks().get(block);
        List<EmbeddingGrid> newer =
                alike(segments.subList(segment + 1, segments.size()), grid.modality());
        float recent = OLDEST + (1 - OLDEST) * segment / (segments.size() - 1);
        float kind = moving(grid.modality()) ? MOVING : 1;
        for (int i = 0; i < grid.count(); i++) {
            choices.add(new Choice(segment, block, i, recent * kind * novelty(grid, i, newer)));
        }
    }

    private static boolean moving(Modality modality) {
        return modality == Modality.MOTION || modality == Modality.TEMPORAL;
    }

    private static List<EmbeddingGrid> alike(List<SegmentView> segments, Modality modality) {
        return segments.stream()
                .flatMap(segment -> segment.blocks().stream())
                .filter(block -> block.modality() == modality)
                .toList();
    }

    /** One less the largest cosine with another embedding, [0, 2]; 1 where there is no other. */
    private static float novelty(EmbeddingGrid grid, int index, List<EmbeddingGrid> others) {
        int width = grid.width();
        float nearest = others.isEmpty() ? 0 : -1;
        for (EmbeddingGrid other : others) {
            for (int i = 0; i < other.count(); i++) {
                nearest = Math.max(nearest, cosine(grid, index * width, other, i * width, width));
            }
        }
        return 1 - nearest;
    }

    private static float cosine(EmbeddingGrid a, int fromA, EmbeddingGrid b, int fromB, int width) {
        float dot = 0;
        float ofA = 0;
        float ofB = 0;
        for (int i = 0; i < width; i++) {
            float x = a.values()[fromA + i];
            float y = b.values()[fromB + i];
            dot += x * y;
            ofA += x * x;
            ofB += y * y;
        }
        return ofA == 0 || ofB == 0 ? 0 : (float) (dot / Math.sqrt((double) ofA * ofB));
    }

    private static List<SegmentView> shown(
            List<SegmentView> segments, List<Map<Modality, SortedSet<Integer>>> kept) {
        List<SegmentView> views = new ArrayList<>();
        for (int i = 0; i < segments.size(); i++) {
            List<EmbeddingGrid> blocks = new ArrayList<>();
            for (EmbeddingGrid block : segments.get(i).blocks()) {
                SortedSet<Integer> some =
                        kept.get(i).getOrDefault(block.modality(), new TreeSet<>());
                if (some.size() == block.count()) {
                    blocks.add(block);
                } else if (!some.isEmpty()) {
                    blocks.add(block.pick(some.stream().mapToInt(Integer::intValue).toArray()));
                }
            }
            if (!blocks.isEmpty()) {
                views.add(new SegmentView(segments.get(i).sources(), blocks));
            }
        }
        return views;
    }

    /** Takes choices in their order as long as they and their marks fit. */
    private static final class Selection {
        private final List<SegmentView> segments;
        private final Budget budget;
        private final List<Map<Modality, SortedSet<Integer>>> kept = new ArrayList<>();
        private int left;
        private int opened;

        /**
         * @param segments all but the newest, which is shown whole
         * @param left positions for these
         */
        Selection(List<SegmentView> segments, Budget budget, int left) {
            this.segments = segments;
            this.budget = budget;
            this.left = left;
            segments.forEach(segment -> kept.add(new EnumMap<>(Modality.class)));
        }

        List<Map<Modality, SortedSet<Integer>>> take(List<Choice> choices) {
            for (Choice choice : choices) {
                Modality modality =
                        segments.get(choice.segment()).blocks().get(choice.block()).modality();
                Map<Modality, SortedSet<Integer>> there = kept.get(choice.segment());
                int cost = 1;
                cost += there.containsKey(modality) ? 0 : budget.marks(modality);
                cost += there.isEmpty() ? budget.segmentMark() : 0;
                boolean room = !there.isEmpty() || opened < budget.maxSegments() - 1;
                if (cost > left || !room) {
                    continue;
                }
                opened += there.isEmpty() ? 1 : 0;
                there.computeIfAbsent(modality, key -> new TreeSet<>()).add(choice.index());
                left -= cost;
            }
            return kept;
        }
    }
}
