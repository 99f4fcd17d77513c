package io.watchword.deploy.eval.metric;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * CIDEr-D of a corpus (Vedantam et al. 2015), as pycocoevalcap counts it: cosine of tf-idf vectors
 * of runs of one to four words, clipped to the reference, with a penalty for another length, times
 * ten. Document frequencies come from the references themselves, so one sentence alone scores 0.
 */
public final class Cider {
    private static final double SIGMA = 6;

    private final double logDocuments;
    private final Map<List<String>, Integer> documents = new HashMap<>();

    private Cider(List<Sentences> corpus) {
        logDocuments = Math.log(corpus.size());
        for (Sentences one : corpus) {
            Set<List<String>> seen = new HashSet<>();
            one.references()
                    .forEach(words -> Ngrams.of(words).forEach(n -> seen.addAll(n.keySet())));
            seen.forEach(ngram -> documents.merge(ngram, 1, Integer::sum));
        }
    }

    /** Mean over the corpus, {@code [0, 10]}; 0 for an empty one. */
    public static double of(List<Sentences> corpus) {
        return each(corpus).stream().mapToDouble(Double::doubleValue).average().orElse(0);
    }

    /** The score of each sentence. */
    public static List<Double> each(List<Sentences> corpus) {
        Cider cider = new Cider(corpus);
        List<Double> scores = new ArrayList<>(corpus.size());
        for (Sentences one : corpus) {
            Vector said = cider.vector(one.said());
            double sum = 0;
            for (List<String> reference : one.references()) {
                sum += similarity(said, cider.vector(reference));
            }
            scores.add(10 * sum / one.references().size());
        }
        return scores;
    }

    /**
     * A sentence as weights.
     *
     * @param length its runs of two words: what the public scorer measures length by
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Vector(List<Map<List<String>, Double>> weights, double[] norms, int length) {}

    private Vector vector(List<String> words) {
        List<Map<List<String>, Double>> weights = new ArrayList<>();
        double[] norms = new double[Ngrams.LONGEST];
        List<Map<List<String>, Integer>> counts = Ngrams.of(words);
        for (int n = 0; n < Ngrams.LONGEST; n++) {
            Map<List<String>, Double> ofLength = new HashMap<>();
            double square = 0;
            for (Map.Entry<List<String>, Integer> entry : counts.get(n).entrySet()) {
                int seen = Math.max(1, documents.getOrDefault(entry.getKey(), 0));
                double weight = entry.getValue() * (logDocuments - Math.log(seen));
                ofLength.put(entry.getKey(), weight);
                square += weight * weight;
            }
            weights.add(ofLength);
            norms[n] = Math.sqrt(square);
        }
        return new Vector(weights, norms, Ngrams.total(counts.get(1)));
    }

    private static double similarity(Vector said, Vector reference) {
        double delta = said.length() - reference.length();
        double penalty = Math.exp(-delta * delta / (2 * SIGMA * SIGMA));
        double sum = 0;
        for (int n = 0; n < Ngrams.LONGEST; n++) {
            double dot = 0;
            for (Map.Entry<List<String>, Double> entry : said.weights().get(n).entrySet()) {
                double other = reference.weights().get(n).getOrDefault(entry.getKey(), 0.0);
                dot += Math.min(entry.getValue(), other) * other;
            }
            double norms = said.norms()[n] * reference.norms()[n];
            sum += (norms == 0 ? dot : dot / norms) * penalty;
        }
        return sum / Ngrams.LONGEST;
    }
}
