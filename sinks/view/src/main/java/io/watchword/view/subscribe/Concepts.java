package io.watchword.view.subscribe;

import static io.watchword.contract.Checks.checkArgument;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Words that mean the same, in English and Russian, and what kind of thing they name: {@code
 * concepts.txt} beside this class. A word that is not listed means itself.
 */
public final class Concepts {
    /** Knows none. */
    public static final Concepts NONE = new Concepts(Map.of(), Map.of());

    private static final Pattern LINE =
            Pattern.compile("(\\w+)(?: \\((\\w+)\\))?: (\\S.*)", Pattern.UNICODE_CHARACTER_CLASS);

    private final Map<String, List<String>> byStem;
    private final Map<String, String> kinds;

    private Concepts(Map<String, List<String>> byStem, Map<String, String> kinds) {
        this.byStem = byStem;
        this.kinds = kinds;
    }

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
     * @throws IllegalArgumentException naming the line that is none
     */
    static Concepts parse(List<String> lines, WordForms forms) {
        Map<String, Set<String>> byStem = new HashMap<>();
        Map<String, String> kinds = new HashMap<>();
        for (String line : lines) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            Matcher matcher = LINE.matcher(line);
            checkArgument(matcher.matches(), "required \"name (kind): words\", found: %s", line);
            String name = "=" + matcher.group(1);
            if (matcher.group(2) != null) {
                kinds.put(name, "=" + matcher.group(2));
            }
            for (String word : matcher.group(3).split(" ", -1)) {
                byStem.computeIfAbsent(forms.stem(word), stem -> new LinkedHashSet<>()).add(name);
            }
        }
        Map<String, List<String>> all = new HashMap<>();
        byStem.forEach((stem, names) -> all.put(stem, List.copyOf(names)));
        return new Concepts(Map.copyOf(all), Map.copyOf(kinds));
    }

    /** Whether a stem is listed, so that it says something. */
    boolean knows(String stem) {
        return byStem.containsKey(stem);
    }

    /** What a stem means, any of these; itself if it is not listed. */
    List<String> meanings(String stem) {
        return byStem.getOrDefault(stem, List.of(stem));
    }

    /** All that are listed. */
    Set<String> stems() {
        return byStem.keySet();
    }

    /** What a stem means, and what kinds of things these are. */
    List<String> meaningsAndKinds(String stem) {
        Set<String> all = new LinkedHashSet<>();
        meanings(stem).forEach(meaning -> all.addAll(kinds(meaning)));
        return List.copyOf(all);
    }

    /** A concept and what kinds of things it is. */
    Set<String> kinds(String meaning) {
        Set<String> all = new LinkedHashSet<>();
        String next = meaning;
        while (next != null && all.add(next)) {
            next = kinds.get(next);
        }
        return all;
    }
}
