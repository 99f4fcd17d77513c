package io.watchword.llm.onnx;

import io.watchword.llm.onnx.DecoderForm.Cache;
import java.util.ArrayList;
import java.util.List;

/**
 * Slabs to be used again: steps that copy write their cache beside the one they read, and rows come
 * and go. Keeps the largest few that are free. Thread-safe.
 */
final class CacheSlabs {
    private static final int KEPT = 8;
    private static final int MOST_TIMES = 4; // a short row must not hold the memory of a batch

    private final List<Cache> caches;
    private final List<CacheSlab> free = new ArrayList<>();

    CacheSlabs(List<Cache> caches) {
        this.caches = List.copyOf(caches);
    }

    /** The smallest that is large enough and not much larger, or a new one with room to grow. */
    synchronized CacheSlab take(int cells) {
        CacheSlab best = null;
        for (CacheSlab slab : free) {
            boolean fits = slab.cells() >= cells && slab.cells() / MOST_TIMES <= cells;
            if (fits && (best == null || slab.cells() < best.cells())) {
                best = slab;
            }
        }
        if (best == null) {
            return new CacheSlab(caches, Math.addExact(cells, cells / 4));
        }
        free.remove(best);
        return best;
    }

    synchronized void give(CacheSlab slab) {
        free.add(slab);
        if (free.size() > KEPT) {
            CacheSlab smallest = free.get(0);
            for (CacheSlab other : free) {
                smallest = other.cells() < smallest.cells() ? other : smallest;
            }
            free.remove(smallest);
        }
    }
}
