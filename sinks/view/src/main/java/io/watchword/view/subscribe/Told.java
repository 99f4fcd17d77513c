package io.watchword.view.subscribe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a caption tells, clause by clause: "a car stops, also a person" tells of a person, of a
 * stop, and not of a person that stops. Not thread-safe while it is read.
 */
final class Told {
    private final Map<String, String> words = new LinkedHashMap<>();
    private final List<Clause> clauses = new ArrayList<>();

    private record Clause(int sentence, Set<String> keys) {}

    void beginClause(int sentence) {
        clauses.add(new Clause(sentence, new LinkedHashSet<>()));
    }

    /**
     * @param word that says it
     */
    void tell(String key, String word) {
        words.putIfAbsent(key, word);
        clauses.get(clauses.size() - 1).keys.add(key);
    }

    /** By key, the word that first says it. */
    Map<String, String> words() {
        return words;
    }

    /**
     * Whether things do what is asked of them. That every word is told was found out before: this
     * looks at which belong together.
     */
    boolean binds(List<PlainWords.Wanted> wanted) {
        List<PlainWords.Wanted> things = of(PlainWords.Role.THING, wanted);
        List<PlainWords.Wanted> acts = of(PlainWords.Role.ACT, wanted);
        return things.isEmpty() || acts.stream().allMatch(act -> binds(act, things));
    }

    private static List<PlainWords.Wanted> of(
            PlainWords.Role role, List<PlainWords.Wanted> wanted) {
        return wanted.stream().filter(one -> one.role() == role).toList();
    }

    private boolean binds(PlainWords.Wanted act, List<PlainWords.Wanted> things) {
        for (Clause clause : clauses) {
            if (tells(clause, act) && things.stream().anyMatch(one -> isDoer(one, clause))) {
                return true;
            }
        }
        return false;
    }

    /** A clause that names nobody goes on about who was named in its sentence. */
    private boolean isDoer(PlainWords.Wanted thing, Clause clause) {
        boolean anyone = clause.keys.contains(Concepts.THING);
        return tells(clause, thing)
                || (!anyone
                        && clauses.stream()
                                .anyMatch(
                                        other ->
                                                other.sentence == clause.sentence
                                                        && tells(other, thing)));
    }

    private static boolean tells(Clause clause, PlainWords.Wanted wanted) {
        return wanted.keys().stream().anyMatch(clause.keys::contains);
    }
}
