package io.watchword.view.subscribe;

import io.watchword.view.search.OtherWords;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Concepts as other words for a word: who looks for a "машина" finds a car, and who looks for a
 * vehicle a lorry. Thread-safe: never changes.
 */
public final class ConceptWords implements OtherWords {
    /** What says how words are read; words of these do not mean the same. */
    private static final Set<String> NO_MEANING =
            Set.of("=filler", "=aside", "=pattern", "=thing", "=act", "=manner", "=plain");

    private final Map<String, Set<String>> byStem = new HashMap<>();

    private ConceptWords() {}

    public static ConceptWords of(Concepts concepts) {
        Map<String, Set<String>> stems = new HashMap<>(); // by what they tell
        for (String stem : concepts.stems()) {
            for (String meaning : concepts.meanings(stem)) {
                for (String told : concepts.kinds(meaning)) {
                    stems.computeIfAbsent(told, name -> new TreeSet<>()).add(stem);
                }
            }
        }
        stems.keySet().removeAll(NO_MEANING);
        ConceptWords words = new ConceptWords();
        for (String stem : concepts.stems()) {
            Set<String> others = new LinkedHashSet<>();
            for (String meaning : concepts.meanings(stem)) {
                others.addAll(stems.getOrDefault(asked(meaning), Set.of()));
            }
            others.remove(stem);
            words.byStem.put(stem, Collections.unmodifiableSet(others));
        }
        return words;
    }

    /** A mark behind the name of a concept says that the word means it only where it is asked. */
    private static String asked(String meaning) {
        return meaning.endsWith("?") ? meaning.substring(0, meaning.length() - 1) : meaning;
    }

    @Override
    public Set<String> of(String stem) {
        return byStem.getOrDefault(stem, Set.of());
    }
}
