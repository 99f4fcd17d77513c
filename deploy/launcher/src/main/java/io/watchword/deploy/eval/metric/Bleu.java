package io.watchword.deploy.eval.metric;

import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * BLEU-4 of a corpus: geometric mean of the clipped precisions of runs of one to four words, times
 * a penalty for brevity against the reference nearest in length. Papineni et al. 2002, with the
 * tiny constants that keep pycocoevalcap from dividing by zero.
 */
public final class Bleu {
    private static final double TINY = 1e-15;
    private static final double SMALL = 1e-9;

    private Bleu() {}

    /** {@code [0, 1]}. */
    public static double of(List<Sentences> corpus) {
        long[] right = new long[Ngrams.LONGEST];
        long[] said = new long[Ngrams.LONGEST];
        long words = 0;
        long referenceWords = 0;
        for (Sentences one : corpus) {
            List<Map<List<String>, Integer>> counts = Ngrams.of(one.said());
            List<Map<List<String>, Integer>> most = most(one.references());
            for (int n = 0; n < Ngrams.LONGEST; n++) {
                said[n] += Math.max(0, one.said().size() - n);
                right[n] += clipped(counts.get(n), most.get(n));
            }
            words += one.said().size();
            referenceWords += nearest(one.said().size(), one.references());
        }
        double product = 1;
        for (int n = 0; n < Ngrams.LONGEST; n++) {
            product *= (right[n] + TINY) / (said[n] + SMALL);
        }
        double ratio = (words + TINY) / (referenceWords + SMALL);
        double brevity = ratio < 1 ? Math.exp(1 - 1 / ratio) : 1;
        return Math.pow(product, 1.0 / Ngrams.LONGEST) * brevity;
    }

    private static List<Map<List<String>, Integer>> most(List<List<String>> references) {
        List<Map<List<String>, Integer>> most = Ngrams.of(List.of());
        for (List<String> reference : references) {
            List<Map<List<String>, Integer>> counts = Ngrams.of(reference);
            for (int n = 0; n < Ngrams.LONGEST; n++) {
                Map<List<String>, Integer> kept = most.get(n);
                counts.get(n).forEach((ngram, count) -> kept.merge(ngram, count, Math::max));
            }
        }
        return most;
    }

    private static long clipped(
            Map<List<String>, Integer> said, Map<List<String>, Integer> references) {
        long right = 0;
        for (Map.Entry<List<String>, Integer> entry : said.entrySet()) {
            right += Math.min(entry.getValue(), references.getOrDefault(entry.getKey(), 0));
        }
        return right;
    }

    /** Of two references equally near, the shorter. */
    private static int nearest(int length, List<List<String>> references) {
        return references.stream()
                .map(List::size)
                .min(
                        Comparator.<Integer>comparingInt(size -> Math.abs(size - length))
                                .thenComparingInt(Integer::intValue))
                .orElseThrow();
    }
}
