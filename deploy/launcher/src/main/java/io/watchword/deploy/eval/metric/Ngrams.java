package io.watchword.deploy.eval.metric;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How often each run of one to four words occurs in a sentence. */
final class Ngrams {
    static final int LONGEST = 4;

    private Ngrams() {}

    /** Element {@code n - 1} counts the runs of {@code n} words. */
    static List<Map<List<String>, Integer>> of(List<String> words) {
        List<Map<List<String>, Integer>> counts = new ArrayList<>(LONGEST);
        for (int n = 1; n <= LONGEST; n++) {
            Map<List<String>, Integer> ofLength = new HashMap<>();
            for (int i = 0; i + n <= words.size(); i++) {
                ofLength.merge(List.copyOf(words.subList(i, i + n)), 1, Integer::sum);
            }
            counts.add(ofLength);
        }
        return counts;
    }

    static int total(Map<List<String>, Integer> counts) {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }
}
