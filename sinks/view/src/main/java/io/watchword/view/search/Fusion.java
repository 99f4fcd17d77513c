package io.watchword.view.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes one ranking of several by reciprocal ranks (Cormack, Clarke, Büttcher: Reciprocal Rank
 * Fusion, SIGIR 2009). Pure.
 *
 * <p>Rankings are cut into rings of growing depth, and what a ring brings in comes after all of the
 * rings within it, scored by what these rings know of it. So the first hits are the same whether
 * few or many were asked for, and pages fit together.
 */
public final class Fusion {
    /** Depth of the rings: how many of each ranking are looked at. */
    public static final List<Integer> DEPTHS = List.of(50, 200, 800, 1600);

    /** Flattens the difference between the first ranks. */
    private static final double FLAT = 60;

    private Fusion() {}

    /**
     * One thing and its score, comparable within its ring.
     *
     * @param ring the first depth at which it is seen, 0 for the innermost
     */
    public record Ranked<T>(T item, int ring, double score) {}

    /**
     * The fused ranking, the best first.
     *
     * @param rankings each the best first, without doubles, cut at the same depth
     * @param tie decides between equals
     */
    public static <T> List<Ranked<T>> fuse(List<List<T>> rankings, Comparator<T> tie) {
        Map<T, Integer> ring = new HashMap<>();
        for (List<T> ranking : rankings) {
            for (int rank = 0; rank < ranking.size(); rank++) {
                ring.merge(ranking.get(rank), ring(rank), Math::min);
            }
        }
        Map<T, Double> score = new HashMap<>();
        for (List<T> ranking : rankings) {
            for (int rank = 0; rank < ranking.size(); rank++) {
                T item = ranking.get(rank);
                if (ring(rank) == ring.get(item)) {
                    score.merge(item, 1 / (FLAT + rank + 1), Double::sum);
                }
            }
        }
        List<Ranked<T>> fused = new ArrayList<>(score.size());
        score.forEach((item, of) -> fused.add(new Ranked<>(item, ring.get(item), of)));
        fused.sort(
                Comparator.comparingInt((Ranked<T> one) -> one.ring())
                        .thenComparing(one -> -one.score())
                        .thenComparing(Ranked::item, tie));
        return fused;
    }

    private static int ring(int rank) {
        int ring = 0;
        while (ring < DEPTHS.size() && rank >= DEPTHS.get(ring)) {
            ring++;
        }
        return ring;
    }
}
