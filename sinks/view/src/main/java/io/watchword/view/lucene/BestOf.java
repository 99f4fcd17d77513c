package io.watchword.view.lucene;

import java.util.Arrays;

/** The best of many documents by a score. Not thread-safe. */
final class BestOf {
    private final int most;
    private final int[] docs; // (2 * most): is halved when it is full
    private final float[] scores;
    private int size;
    private float least = Float.NEGATIVE_INFINITY;

    BestOf(int most) {
        this.most = most;
        this.docs = new int[2 * most];
        this.scores = new float[2 * most];
    }

    void offer(int doc, float score) {
        if (score > least) {
            docs[size] = doc;
            scores[size++] = score;
            if (size == docs.length) {
                keepBest();
            }
        }
    }

    private void keepBest() {
        float[] sorted = Arrays.copyOf(scores, size);
        Arrays.sort(sorted);
        least = sorted[size - most];
        int above = 0;
        for (int i = 0; i < size; i++) {
            above += scores[i] > least ? 1 : 0;
        }
        int equal = most - above; // of equals, as many as there is room for
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (scores[i] > least || (scores[i] == least && equal-- > 0)) {
                docs[kept] = docs[i];
                scores[kept++] = scores[i];
            }
        }
        size = kept;
    }

    /** The best, in the order in which they were offered. */
    int[] docs() {
        if (size > most) {
            keepBest();
        }
        return Arrays.copyOf(docs, size);
    }
}
