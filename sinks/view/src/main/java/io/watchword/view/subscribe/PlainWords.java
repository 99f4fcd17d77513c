package io.watchword.view.subscribe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads plain words, English or Russian: what a subscription asks for, and what a caption tells.
 * What is negated ("no sound", "nothing moves", "звука нет") is kept apart from what is told: it
 * answers only who asks for it. Pure.
 */
public final class PlainWords {
    private static final Pattern TOKEN =
            Pattern.compile("[\\p{L}\\p{N}]+(?:['’-][\\p{L}\\p{N}]+)*|[.,;:!?\\n]");
    private static final Set<String> NEGATES_WHAT_FOLLOWS =
            Set.of(
                    "no",
                    "not",
                    "without",
                    "never",
                    "nothing",
                    "nobody",
                    "none",
                    "neither",
                    "nor",
                    "cannot",
                    "не",
                    "без",
                    "ни",
                    "никто",
                    "никого",
                    "ничто",
                    "ничего",
                    "никогда",
                    "никакой",
                    "никакого",
                    "никаких");

    /** Russian puts it behind what is not there as often as before it. */
    private static final Set<String> NEGATES_ALL = Set.of("нет", "отсутствует");

    /** "Nothing else moves" says nothing of what does. */
    private static final Set<String> ELSE = Set.of("else", "more", "другого", "больше");

    private static final Set<String> BREAKS = Set.of("but", "and", "also", "но", "а", "и", "также");

    private final WordForms forms;
    private final Concepts concepts;

    public PlainWords(WordForms forms, Concepts concepts) {
        this.forms = forms;
        this.concepts = concepts;
    }

    /**
     * One thing that is asked for: any of these keys.
     *
     * @param keys as {@link #told} has them
     */
    public record Wanted(List<String> keys) {
        public Wanted {
            keys = List.copyOf(keys);
        }
    }

    /** All the things that words ask for; empty if they say nothing. */
    public List<Wanted> wanted(String words) {
        Map<List<String>, Wanted> wanted = new LinkedHashMap<>();
        for (Said said : read(words)) {
            List<String> keys =
                    concepts.meanings(said.stem).stream().map(said::key).distinct().toList();
            wanted.putIfAbsent(keys, new Wanted(keys));
        }
        return List.copyOf(wanted.values());
    }

    /** What a caption tells, by key, each with the word that says it. */
    public Map<String, String> told(String caption) {
        Map<String, String> told = new LinkedHashMap<>();
        for (Said said : read(caption)) {
            for (String meaning : concepts.meaningsAndKinds(said.stem)) {
                told.putIfAbsent(said.key(meaning), said.word);
            }
        }
        return told;
    }

    private record Said(String word, String stem, boolean negated) {
        String key(String meaning) {
            return negated ? "!" + meaning : meaning;
        }
    }

    private List<Said> read(String text) {
        List<Said> all = new ArrayList<>();
        List<String> clause = new ArrayList<>();
        Matcher tokens = TOKEN.matcher(text);
        while (tokens.find()) {
            String token = tokens.group();
            if (Character.isLetterOrDigit(token.codePointAt(0))) {
                clause.add(token);
            } else {
                read(clause, all);
                clause.clear();
            }
        }
        read(clause, all);
        return all;
    }

    private void read(List<String> clause, List<Said> all) {
        boolean whole =
                clause.stream()
                        .anyMatch(word -> NEGATES_ALL.contains(word.toLowerCase(Locale.ROOT)));
        boolean negated = whole;
        String before = "";
        for (String surface : clause) {
            String word = surface.toLowerCase(Locale.ROOT).replace('’', '\'');
            if (BREAKS.contains(word)) {
                negated = whole;
            } else if (negates(word, before)) {
                negated = true;
            } else if (negated && ELSE.contains(word)) {
                return;
            } else if (!NEGATES_ALL.contains(word)) {
                String stem = forms.stem(word);
                if (concepts.knows(stem) || !forms.isStopWord(word)) {
                    all.add(new Said(surface, stem, negated));
                }
            }
            before = word;
        }
    }

    private static boolean negates(String word, String before) {
        // "чуть не" is nearly
        boolean nearly = word.equals("не") && before.equals("чуть");
        return !nearly && (NEGATES_WHAT_FOLLOWS.contains(word) || word.endsWith("n't"));
    }
}
