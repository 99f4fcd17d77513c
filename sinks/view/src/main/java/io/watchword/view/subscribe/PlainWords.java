package io.watchword.view.subscribe;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
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

    private static final Set<String> ENDS = Set.of(".", "!", "?", "\n");

    private static final Set<String> BREAKS = Set.of("but", "and", "also", "но", "а", "и", "также");

    private final WordForms forms;
    private final Concepts concepts;

    public PlainWords(WordForms forms, Concepts concepts) {
        this.forms = forms;
        this.concepts = concepts;
    }

    /** What part something has in a sentence, where it matters. */
    enum Role {
        THING,
        ACT,
        OTHER
    }

    /**
     * One thing that is asked for: any of these keys.
     *
     * @param keys as {@link Told#words} has them
     */
    record Wanted(List<String> keys, Role role) {
        Wanted {
            keys = List.copyOf(keys);
        }
    }

    /** All the things that words ask for; empty if they say nothing. */
    List<Wanted> wanted(String words) {
        List<Said> asked = new ArrayList<>();
        for (List<Said> clause : read(words)) {
            clause.forEach(said -> asked.add(said.meaning(Concepts.asked(said.meanings))));
        }
        asked.removeIf(said -> said.meanings.isEmpty());
        Set<String> needless = new LinkedHashSet<>();
        asked.stream()
                .filter(said -> !said.negated)
                .forEach(
                        said ->
                                said.meanings.forEach(
                                        meaning -> needless.addAll(concepts.without(meaning))));
        boolean ofThings = asked.stream().anyMatch(said -> role(said) == Role.THING);
        Map<List<String>, Wanted> wanted = new LinkedHashMap<>();
        for (Said said : asked) {
            if (said.negated || !needless.containsAll(said.meanings)) {
                List<String> keys = keys(said, ofThings);
                wanted.putIfAbsent(keys, new Wanted(keys, role(said)));
            }
        }
        return List.copyOf(wanted.values());
    }

    private Role role(Said said) {
        if (said.negated) {
            return Role.OTHER;
        }
        if (said.meanings.stream().allMatch(meaning -> concepts.isA(meaning, Concepts.THING))) {
            return Role.THING;
        }
        return said.meanings.stream().allMatch(meaning -> concepts.isA(meaning, Concepts.ACT))
                ? Role.ACT
                : Role.OTHER;
    }

    /** Of a thing that walks it may be told that it comes or goes, and not how. */
    private List<String> keys(Said said, boolean ofThings) {
        Set<String> keys = new LinkedHashSet<>();
        boolean inSomeWay = ofThings && !said.meanings.contains(Concepts.MANNER);
        for (String meaning : said.meanings) {
            keys.add(said.key(meaning));
            if (!said.negated) {
                concepts.looseKinds(meaning).forEach(kind -> keys.add(itself(kind)));
                if (inSomeWay && concepts.isA(meaning, Concepts.MANNER)) {
                    keys.add(Concepts.PLAIN);
                }
            }
        }
        return List.copyOf(keys);
    }

    /** Key of a kind where it was named by its own words. */
    private static String itself(String kind) {
        return kind + "!";
    }

    /** What a caption tells. */
    Told told(String caption) {
        Told told = new Told();
        int sentence = 0;
        for (List<Said> clause : read(caption)) {
            told.beginClause(sentence);
            for (Said said : clause) {
                for (String meaning : Concepts.told(said.meanings)) {
                    concepts.kinds(meaning).forEach(kind -> told.tell(said.key(kind), said.word));
                    told.tell(said.key(itself(meaning)), said.word);
                }
            }
            if (clause.stream().anyMatch(said -> said.ends)) {
                sentence++;
            }
        }
        return told;
    }

    /**
     * @param ends whether a sentence ends with its clause
     */
    private record Said(String word, Collection<String> meanings, boolean negated, boolean ends) {
        String key(String meaning) {
            return negated ? "!" + meaning : meaning;
        }

        Said meaning(Collection<String> others) {
            return new Said(word, others, negated, ends);
        }
    }

    /** Clause by clause. */
    private List<List<Said>> read(String text) {
        List<List<Said>> all = new ArrayList<>();
        List<String> clause = new ArrayList<>();
        Matcher tokens = TOKEN.matcher(text);
        while (tokens.find()) {
            String token = tokens.group();
            if (Character.isLetterOrDigit(token.codePointAt(0))) {
                clause.add(token);
            } else {
                all.add(read(clause, ENDS.contains(token)));
                clause.clear();
            }
        }
        all.add(read(clause, true));
        return all;
    }

    private List<Said> read(List<String> clause, boolean ends) {
        List<String> surfaces = new ArrayList<>();
        List<String> words = new ArrayList<>();
        List<String> stems = new ArrayList<>();
        for (String surface : clause) {
            String word = surface.toLowerCase(Locale.ROOT).replace('’', '\'');
            String stem = forms.stem(word);
            if (!concepts.isFiller(stem)) {
                surfaces.add(surface);
                words.add(word);
                stems.add(stem);
            }
        }
        Map<Integer, Phrases.Found> phraseAt = new HashMap<>();
        for (Phrases.Found found : concepts.phrases(stems)) {
            found.places().forEach(place -> phraseAt.put(place, found));
        }
        List<Said> all = new ArrayList<>();
        boolean whole = words.stream().anyMatch(NEGATES_ALL::contains);
        boolean negated = whole;
        for (int at = 0; at < words.size(); at++) {
            String word = words.get(at);
            Phrases.Found phrase = phraseAt.get(at);
            if (phrase != null) {
                if (phrase.begin() == at && !concepts.isAside(phrase.meanings())) {
                    all.add(new Said(said(phrase, surfaces), phrase.meanings(), negated, ends));
                }
            } else if (BREAKS.contains(word)) {
                negated = whole;
            } else if (negates(word, at == 0 ? "" : words.get(at - 1))) {
                negated = true;
            } else if (negated && ELSE.contains(word)) {
                return all;
            } else if (!NEGATES_ALL.contains(word) && saysSomething(word, stems.get(at))) {
                all.add(
                        new Said(
                                surfaces.get(at), concepts.meanings(stems.get(at)), negated, ends));
            }
        }
        return all;
    }

    private static String said(Phrases.Found phrase, List<String> surfaces) {
        return phrase.places().stream().sorted().map(surfaces::get).collect(joining(" "));
    }

    private boolean saysSomething(String word, String stem) {
        return concepts.knows(stem)
                ? !concepts.isAside(concepts.meanings(stem))
                : !forms.isStopWord(word);
    }

    private static boolean negates(String word, String before) {
        // "чуть не" is nearly
        boolean nearly = word.equals("не") && before.equals("чуть");
        return !nearly && (NEGATES_WHAT_FOLLOWS.contains(word) || word.endsWith("n't"));
    }
}
