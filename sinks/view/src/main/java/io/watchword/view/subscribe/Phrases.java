package io.watchword.view.subscribe;

import static io.watchword.contract.Checks.checkArgument;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * Several words that mean something together. A part is a stem, {@code ~name} for any word of a
 * concept, {@code ^name} for one that also counts by itself, or {@code ...} for one to three words
 * that do. Not thread-safe while phrases are added.
 */
final class Phrases {
    private static final String GAP = "...";
    private static final int LONGEST_GAP = 3;

    private final Map<String, List<Phrase>> byFirstStem = new HashMap<>();
    private final Map<List<String>, Phrase> byParts = new HashMap<>();

    /**
     * @param first which part is the first stem; before it stand concepts alone
     */
    private record Phrase(List<String> parts, int first, Set<String> meanings) {}

    /**
     * A phrase that was found.
     *
     * @param places of its words that do not count by themselves
     */
    record Found(Set<Integer> places, Set<String> meanings) {
        int begin() {
            return places.stream().mapToInt(Integer::intValue).min().orElseThrow();
        }
    }

    static boolean isWord(String part) {
        return !part.startsWith("~") && !part.startsWith("^") && !part.equals(GAP);
    }

    void add(List<String> parts, String meaning) {
        Phrase known = byParts.get(parts);
        if (known != null) {
            known.meanings.add(meaning);
            return;
        }
        int first = 0;
        while (first < parts.size() && !isWord(parts.get(first))) {
            first++;
        }
        checkArgument(
                first < parts.size() && !parts.subList(0, first).contains(GAP),
                "required a phrase with a word, and no ... before the first, found: %s",
                parts);
        Phrase phrase = new Phrase(parts, first, new LinkedHashSet<>(List.of(meaning)));
        byParts.put(parts, phrase);
        byFirstStem.computeIfAbsent(parts.get(first), stem -> new ArrayList<>()).add(phrase);
    }

    /** All concepts that phrases speak of. */
    Collection<String> concepts() {
        Set<String> all = new LinkedHashSet<>();
        byParts.keySet()
                .forEach(
                        parts ->
                                parts.stream()
                                        .filter(part -> !isWord(part) && !part.equals(GAP))
                                        .forEach(part -> all.add("=" + part.substring(1))));
        return all;
    }

    /**
     * The phrases of a clause; of two that share a word the one with more words.
     *
     * @param isA whether a stem is a word of a concept
     */
    List<Found> find(List<String> stems, BiPredicate<String, String> isA) {
        List<Found> all = new ArrayList<>();
        for (int at = 0; at < stems.size(); at++) {
            for (Phrase phrase : byFirstStem.getOrDefault(stems.get(at), List.of())) {
                int begin = at - phrase.first;
                Set<Integer> places = new LinkedHashSet<>();
                if (begin >= 0 && fits(phrase, 0, stems, begin, isA, places)) {
                    all.add(new Found(places, phrase.meanings));
                }
            }
        }
        all.sort(
                Comparator.comparingInt((Found found) -> -found.places.size())
                        .thenComparing(Found::begin));
        List<Found> chosen = new ArrayList<>();
        for (Found found : all) {
            boolean free = chosen.stream().allMatch(other -> apart(other.places, found.places));
            if (free) {
                chosen.add(found);
            }
        }
        return chosen;
    }

    private static boolean apart(Set<Integer> one, Set<Integer> other) {
        return one.stream().noneMatch(other::contains);
    }

    private static boolean fits(
            Phrase phrase,
            int part,
            List<String> stems,
            int at,
            BiPredicate<String, String> isA,
            Set<Integer> places) {
        if (part == phrase.parts.size()) {
            return true;
        }
        String wanted = phrase.parts.get(part);
        if (wanted.equals(GAP)) {
            for (int skipped = 1; skipped <= LONGEST_GAP; skipped++) {
                if (fits(phrase, part + 1, stems, at + skipped, isA, places)) {
                    return true;
                }
            }
            return false;
        }
        if (at >= stems.size()) {
            return false;
        }
        boolean here =
                isWord(wanted)
                        ? stems.get(at).equals(wanted)
                        : isA.test(stems.get(at), "=" + wanted.substring(1));
        if (!here || !fits(phrase, part + 1, stems, at + 1, isA, places)) {
            return false;
        }
        if (!wanted.startsWith("^")) {
            places.add(at);
        }
        return true;
    }
}
