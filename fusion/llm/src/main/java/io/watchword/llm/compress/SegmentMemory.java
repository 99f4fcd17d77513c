package io.watchword.llm.compress;

import io.watchword.contract.Modality;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Shows the newest segments whole in at most half of the budget, and before them one segment that
 * stands for all older ones: centres of their embeddings, as many in each modality as its share.
 */
final class SegmentMemory implements Compressor {
    /** Makes the blocks of one modality fewer before they are clustered. */
    interface Digest {
        /**
         * @param older blocks of one modality, in time order
         */
        List<EmbeddingGrid> digest(List<EmbeddingGrid> older, Modality modality);
    }

    private final Digest digest;

    SegmentMemory(Digest digest) {
        this.digest = digest;
    }

    @Override
    public List<SegmentView> compress(List<SegmentView> segments, Budget budget) {
        if (budget.fits(segments)) {
            return segments;
        }
        int whole = segments.size();
        int left = budget.maxPositions() / 2;
        int kept = 0;
        while (whole > 0 && kept < budget.maxSegments() - 1) {
            left -= budget.cost(segments.get(whole - 1));
            if (left < 0) {
                break;
            }
            whole--;
            kept++;
        }
        List<SegmentView> newest = segments.subList(whole, segments.size());
        List<SegmentView> views = new ArrayList<>();
        views.add(memory(segments.subList(0, whole), budget, budget.cost(newest)));
        views.addAll(newest);
        return views;
    }

    private SegmentView memory(List<SegmentView> older, Budget budget, int taken) {
        Map<Modality, List<EmbeddingGrid>> blocks = new EnumMap<>(Modality.class);
        for (SegmentView segment : older) {
            for (EmbeddingGrid block : segment.blocks()) {
                blocks.computeIfAbsent(block.modality(), key -> new ArrayList<>()).add(block);
            }
        }
        blocks.replaceAll((modality, all) -> digest.digest(all, modality));
        int room = budget.maxPositions() - taken - budget.segmentMark();
        for (Modality modality : blocks.keySet()) {
            room -= budget.marks(modality);
        }
        Map<Modality, Integer> shares = shares(blocks, room);
        List<EmbeddingGrid> shown = new ArrayList<>();
        for (Map.Entry<Modality, List<EmbeddingGrid>> one : blocks.entrySet()) {
            List<EmbeddingGrid> all = one.getValue();
            int most = shares.getOrDefault(one.getKey(), 1);
            shown.add(
                    all.size() == 1 && all.get(0).count() <= most
                            ? all.get(0)
                            : ClusterMemory.of(one.getKey(), all, most));
        }
        List<Integer> sources = older.stream().flatMap(one -> one.sources().stream()).toList();
        return new SegmentView(sources, shown);
    }

    /** So many positions dealt out by the counts of embeddings, at least one to each modality. */
    private static Map<Modality, Integer> shares(
            Map<Modality, List<EmbeddingGrid>> blocks, int room) {
        Map<Modality, Integer> counts = new EnumMap<>(Modality.class);
        blocks.forEach(
                (modality, all) ->
                        counts.put(modality, all.stream().mapToInt(EmbeddingGrid::count).sum()));
        int total = counts.values().stream().mapToInt(Integer::intValue).sum();
        Map<Modality, Integer> shares = new EnumMap<>(Modality.class);
        int dealt = 0;
        for (Map.Entry<Modality, Integer> one : counts.entrySet()) {
            int share = (int) ((long) Math.max(0, room) * one.getValue() / Math.max(1, total));
            shares.put(one.getKey(), Math.min(one.getValue(), Math.max(1, share)));
            dealt += shares.get(one.getKey());
        }
        // What rounding left over, or a modality that needs one took from the largest.
        while (dealt != room) {
            int step = dealt < room ? 1 : -1;
            Modality next = next(counts, shares, step);
            if (next == null) {
                break;
            }
            shares.merge(next, step, Integer::sum);
            dealt += step;
        }
        return shares;
    }

    /** Who is furthest from its count, to be given one more; or who has most, to give one. */
    private static @Nullable Modality next(
            Map<Modality, Integer> counts, Map<Modality, Integer> shares, int step) {
        Modality best = null;
        int most = step > 0 ? 0 : 1;
        for (Map.Entry<Modality, Integer> one : shares.entrySet()) {
            int missing = counts.getOrDefault(one.getKey(), 0) - one.getValue();
            int worth = step > 0 ? missing : one.getValue();
            if (worth > most) {
                most = worth;
                best = one.getKey();
            }
        }
        return best;
    }
}
