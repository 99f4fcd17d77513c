package io.watchword.deploy.eval.metric;

import java.util.ArrayList;
import java.util.List;

/**
 * METEOR's first stage alone: words that are equal as they stand, the harmonic mean weighted to
 * recall, and the penalty for words out of order (Banerjee and Lavie 2005). Its further stages need
 * WordNet or paraphrase tables that do not ship, so synonyms do not count and figures lie below
 * those of the full metric.
 */
public final class ExactMeteor {
    private static final double ALPHA = 0.9;
    private static final double BETA = 3;
    private static final double GAMMA = 0.5;

    private ExactMeteor() {}

    /** {@code [0, 1]}; 0 where no word is shared. */
    public static double of(List<String> said, List<String> reference) {
        int[] places = align(said, reference);
        int matches = 0;
        int chunks = 0;
        int previous = -1;
        int previousPlace = -1;
        for (int i = 0; i < places.length; i++) {
            if (places[i] < 0) {
                continue;
            }
            matches++;
            boolean goesOn = previous == i - 1 && previousPlace == places[i] - 1 && previous >= 0;
            chunks += goesOn ? 0 : 1;
            previous = i;
            previousPlace = places[i];
        }
        if (matches == 0) {
            return 0;
        }
        double precision = (double) matches / said.size();
        double recall = (double) matches / reference.size();
        double mean = precision * recall / (ALPHA * precision + (1 - ALPHA) * recall);
        return mean * (1 - GAMMA * Math.pow((double) chunks / matches, BETA));
    }

    /** The best of several references. */
    public static double of(Sentences sentences) {
        return sentences.references().stream()
                .mapToDouble(reference -> of(sentences.said(), reference))
                .max()
                .orElse(0);
    }

    /** Where each word stands in the reference, or -1; from the end, each place taken once. */
    private static int[] align(List<String> said, List<String> reference) {
        int[] places = new int[said.size()];
        List<Integer> free = new ArrayList<>();
        for (int j = 0; j < reference.size(); j++) {
            free.add(j);
        }
        for (int i = said.size() - 1; i >= 0; i--) {
            places[i] = -1;
            for (int k = free.size() - 1; k >= 0; k--) {
                if (reference.get(free.get(k)).equals(said.get(i))) {
                    places[i] = free.remove(k);
                    break;
                }
            }
        }
        return places;
    }
}
