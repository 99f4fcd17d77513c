package io.watchword.view.subscribe;

import static io.watchword.contract.Checks.checkArgument;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Words and phrases that mean the same, in English and Russian, and what kind of thing they name:
 * {@code concepts.txt} beside this class, which says how it is written. A word that is not listed
 * means itself.
 */
public final class Concepts {
    /** Knows none. */
    public static final Concepts NONE = new Concepts();

    /** What is seen; likewise what it does. */
    static final String THING = "=thing";

    static final String ACT = "=act";

    /** Ways to move, and moves whose way is not told. */
    static final String MANNER = "=manner";

    static final String PLAIN = "=plain";

    private static final String FILLER = "=filler";
    private static final String ASIDE = "=aside";
    private static final String PATTERN = "=pattern";

    /** Marks in the file, and at the end of a meaning that counts on one side alone. */
    private static final String ASKED = "?";

    private static final String TOLD = "!";

    private static final Pattern LINE =
            Pattern.compile(
                    "(\\w+)(?: \\(([^)]+)\\))?(?: without ([\\w ]+))?: (\\S.*)",
                    Pattern.UNICODE_CHARACTER_CLASS);

    private final Map<String, Set<String>> byStem = new HashMap<>();
    private final Map<String, Set<String>> patterns = new HashMap<>();
    private final Phrases phrases = new Phrases();
    private final Map<String, Set<String>> kinds = new TreeMap<>();
    private final Map<String, Set<String>> looseKinds = new HashMap<>();
    private final Map<String, Set<String>> without = new HashMap<>();
    private final Map<String, Set<String>> allKinds = new HashMap<>();

    private Concepts() {}

    /** Those that ship. */
    public static Concepts shipped(WordForms forms) {
        try (InputStream in = Concepts.class.getResourceAsStream("concepts.txt");
                BufferedReader lines =
                        new BufferedReader(
                                new InputStreamReader(
                                        requireNonNull(in, "concepts.txt is missing"), UTF_8))) {
            return parse(lines.lines().toList(), forms);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @throws IllegalArgumentException naming the line that is none, or a concept that has no line
     */
    static Concepts parse(List<String> lines, WordForms forms) {
        Concepts concepts = new Concepts();
        Set<String> named = new HashSet<>(Set.of(THING, ACT, PATTERN));
        for (String line : lines) {
            if (!line.isBlank() && !line.startsWith("#")) {
                Matcher matcher = LINE.matcher(line);
                checkArgument(
                        matcher.matches(),
                        "required \"name (kinds) without others: words, words\", found: %s",
                        line);
                named.add("=" + matcher.group(1));
                concepts.take(matcher, forms);
            }
        }
        Set<String> meant = new LinkedHashSet<>(concepts.phrases.concepts());
        concepts.kinds.values().forEach(meant::addAll);
        concepts.without.values().forEach(meant::addAll);
        meant.removeAll(named);
        checkArgument(meant.isEmpty(), "no line has the concepts %s", meant);
        named.forEach(name -> concepts.allKinds.put(name, concepts.withKinds(name)));
        return concepts;
    }

    private void take(Matcher line, WordForms forms) {
        String name = "=" + line.group(1);
        for (String kind : names(line.group(2))) {
            boolean loose = kind.endsWith("?");
            String bare = loose ? kind.substring(0, kind.length() - 1) : kind;
            kinds.computeIfAbsent(name, n -> new LinkedHashSet<>()).add(bare);
            if (loose) {
                looseKinds.computeIfAbsent(name, n -> new LinkedHashSet<>()).add(bare);
            }
        }
        names(line.group(3))
                .forEach(
                        other ->
                                without.computeIfAbsent(name, n -> new LinkedHashSet<>())
                                        .add(other));
        for (String text : line.group(4).split(", ", -1)) {
            String mark =
                    text.startsWith(ASKED) || text.startsWith(TOLD) ? text.substring(0, 1) : "";
            String meaning = name + mark;
            List<String> parts =
                    List.of(text.substring(mark.length()).split(" ", -1)).stream()
                            .map(part -> Phrases.isWord(part) ? forms.stem(part) : part)
                            .toList();
            if (isPattern(name)) {
                patterns.computeIfAbsent(name, n -> new HashSet<>()).addAll(parts);
            } else if (parts.size() == 1) {
                byStem.computeIfAbsent(parts.get(0), stem -> new LinkedHashSet<>()).add(meaning);
            } else {
                phrases.add(parts, meaning);
            }
        }
    }

    private boolean isPattern(String name) {
        return kinds.getOrDefault(name, Set.of()).contains(PATTERN);
    }

    private static List<String> names(@Nullable String names) {
        return names == null
                ? List.of()
                : List.of(names.split(" ", -1)).stream().map(name -> "=" + name).toList();
    }

    private Set<String> withKinds(String name) {
        Set<String> all = new LinkedHashSet<>(List.of(name));
        kinds.getOrDefault(name, Set.of()).forEach(kind -> all.addAll(withKinds(kind)));
        return all;
    }

    /** Whether a word is as good as not there. */
    boolean isFiller(String stem) {
        return byStem.getOrDefault(stem, Set.of()).contains(FILLER);
    }

    /** Whether words mean nothing that is seen or heard. */
    boolean isAside(Collection<String> meanings) {
        return meanings.contains(ASIDE);
    }

    /** Whether a stem is listed, so that it says something. */
    boolean knows(String stem) {
        return byStem.containsKey(stem);
    }

    /** What a stem means, any of these; itself if it is not listed. */
    Collection<String> meanings(String stem) {
        return byStem.getOrDefault(stem, Set.of(stem));
    }

    /** All that are listed. */
    Set<String> stems() {
        return byStem.keySet();
    }

    /** The phrases in a clause, by the stems of its words. */
    List<Phrases.Found> phrases(List<String> stems) {
        return phrases.find(
                stems,
                (stem, concept) ->
                        meanings(stem).contains(concept)
                                || patterns.getOrDefault(concept, Set.of()).contains(stem));
    }

    /** A concept and what kinds of things it is. */
    Set<String> kinds(String meaning) {
        return allKinds.getOrDefault(meaning, Set.of(meaning));
    }

    /** Whether a meaning is of a kind. */
    boolean isA(String meaning, String kind) {
        return kinds(meaning).contains(kind);
    }

    /** Kinds of which a caption may speak where it could mean this. */
    Set<String> looseKinds(String meaning) {
        return looseKinds.getOrDefault(meaning, Set.of());
    }

    /** What words mean in a subscription. */
    static Set<String> asked(Collection<String> meanings) {
        return counting(ASKED, TOLD, meanings);
    }

    /** What they mean in a caption. */
    static Set<String> told(Collection<String> meanings) {
        return counting(TOLD, ASKED, meanings);
    }

    private static Set<String> counting(String here, String elsewhere, Collection<String> all) {
        Set<String> counting = new LinkedHashSet<>();
        for (String meaning : all) {
            boolean listed = meaning.startsWith("=");
            if (listed && meaning.endsWith(here)) {
                counting.add(meaning.substring(0, meaning.length() - here.length()));
            } else if (!listed || !meaning.endsWith(elsewhere)) {
                counting.add(meaning);
            }
        }
        return counting;
    }

    /** What need not be told beside a concept. */
    Set<String> without(String meaning) {
        return without.getOrDefault(meaning, Set.of());
    }
}
