package io.watchword.view.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Makes one ranking of two, by words and by meaning: the weighted sum of their scores, each as a
 * share of the best. Pure.
 *
 * <p>Rankings are cut into rings of growing depth, and what a ring brings in comes after all of the
 * rings within it. So the first hits are the same whether few or many were asked for, and pages fit
 * together.
 */
public final class Fusion {
    /** Depth of the rings: how many of each ranking are looked at. */
    public static final List<Integer> DEPTHS = List.of(50, 200, 800, 1600);

    /** Measured: deploy/docs/decisions/search.md. */
    private static final float MEANING = 0.3f;

    private Fusion() {}

    /**
     * One thing that a ranking brought in.
     *
     * @param rank its better one of both, from 0
     * @param words how well its words match, 0 if none does
     * @param meaning how alike it is, 0 if not at all
     */
    public record Scored<T>(T item, int rank, float words, float meaning) {}

    /** One thing and its score, {@code [0, 1]}. */
    public record Ranked<T>(T item, float score) {}

    /**
     * The fused ranking, the best first.
     *
     * @param bestWords the highest score by words of all there is; 0 if nothing matches
     * @param bestMeaning likewise
     * @param tie decides between equals
     */
    public static <T> List<Ranked<T>> fuse(
            List<Scored<T>> scored, float bestWords, float bestMeaning, Comparator<T> tie) {
        float meaning = bestMeaning <= 0 ? 0 : bestWords <= 0 ? 1 : MEANING;
        List<Scored<T>> sorted = new ArrayList<>(scored);
        sorted.sort(
                Comparator.comparingInt((Scored<T> one) -> ring(one.rank()))
                        .thenComparing(one -> -score(one, bestWords, bestMeaning, meaning))
                        .thenComparing(Scored::item, tie));
        return sorted.stream()
                .map(one -> new Ranked<>(one.item(), score(one, bestWords, bestMeaning, meaning)))
                .toList();
    }

    private static float score(
            Scored<?> one, float bestWords, float bestMeaning, float meaningWeight) {
        float words = bestWords <= 0 ? 0 : one.words() / bestWords;
        float meaning = bestMeaning <= 0 ? 0 : Math.max(0, one.meaning()) / bestMeaning;
        return (1 - meaningWeight) * words + meaningWeight * meaning;
    }

    private static int ring(int rank) {
        int ring = 0;
        while (ring < DEPTHS.size() && rank >= DEPTHS.get(ring)) {
            ring++;
        }
        return ring;
    }
}
