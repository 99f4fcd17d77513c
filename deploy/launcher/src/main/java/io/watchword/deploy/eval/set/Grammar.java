package io.watchword.deploy.eval.set;

import static io.watchword.contract.Checks.checkArgument;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Reads facts back out of sentences. Left to right, the longest phrase that stands there as whole
 * words sets its slots; a slot set twice holds both values, joined by a plus sign; a slot that no
 * phrase sets has its empty value.
 */
public final class Grammar {
    private final List<String> slots;
    private final Map<String, String> empty;
    private final Map<String, Phrases> languages;

    /** Phrases of one language, and their lengths, longest first. */
    private record Phrases(Map<String, Map<String, String>> slots, List<Integer> lengths) {}

    private Grammar(List<String> slots, Map<String, String> empty, Map<String, Phrases> languages) {
        this.slots = slots;
        this.empty = empty;
        this.languages = languages;
    }

    /**
     * Reads {@code grammar.json}.
     *
     * @throws IllegalArgumentException naming what is missing or wrong
     */
    public static Grammar from(JsonNode json) {
        List<String> slots = new ArrayList<>();
        json.path("slots").forEach(slot -> slots.add(slot.asText()));
        checkArgument(!slots.isEmpty(), "grammar.json: \"slots\" is missing or empty");
        Map<String, String> empty = new HashMap<>();
        slots.forEach(slot -> empty.put(slot, json.path("empty").path(slot).asText("none")));
        Map<String, Phrases> languages = new LinkedHashMap<>();
        json.path("languages")
                .properties()
                .forEach(
                        entry ->
                                languages.put(
                                        entry.getKey(),
                                        phrases(entry.getKey(), entry.getValue(), slots)));
        checkArgument(!languages.isEmpty(), "grammar.json: \"languages\" is missing or empty");
        return new Grammar(List.copyOf(slots), Map.copyOf(empty), languages);
    }

    private static Phrases phrases(String language, JsonNode list, List<String> slots) {
        Map<String, Map<String, String>> phrases = new HashMap<>();
        TreeSet<Integer> lengths = new TreeSet<>(Comparator.reverseOrder());
        for (JsonNode phrase : list) {
            String text = phrase.path("text").asText();
            checkArgument(
                    !text.isBlank(), "grammar.json: languages.%s has a blank phrase", language);
            Map<String, String> sets = new LinkedHashMap<>();
            phrase.path("slots")
                    .properties()
                    .forEach(slot -> sets.put(slot.getKey(), slot.getValue().asText()));
            checkArgument(
                    slots.containsAll(sets.keySet()),
                    "grammar.json: languages.%s \"%s\" sets %s, slots are %s",
                    language,
                    text,
                    sets.keySet(),
                    slots);
            phrases.put(text, sets);
            lengths.add(text.length());
        }
        checkArgument(!phrases.isEmpty(), "grammar.json: languages.%s is empty", language);
        return new Phrases(phrases, List.copyOf(lengths));
    }

    public List<String> slots() {
        return slots;
    }

    public boolean speaks(String language) {
        return languages.containsKey(language);
    }

    /** Every slot of a sentence; empty if no phrase of the language occurs in it. */
    public Optional<Map<String, String>> read(String sentence, String language) {
        Phrases phrases = languages.get(language);
        if (phrases == null) {
            return Optional.empty();
        }
        Map<String, String> read = new HashMap<>();
        boolean any = false;
        int at = 0;
        while (at < sentence.length()) {
            Optional<String> phrase = longest(phrases, sentence, at);
            any |= phrase.isPresent();
            phrase.map(text -> phrases.slots().getOrDefault(text, Map.of()))
                    .ifPresent(sets -> sets.forEach((slot, value) -> set(read, slot, value)));
            at += phrase.map(String::length).orElse(1);
        }
        if (!any) {
            return Optional.empty();
        }
        empty.forEach(read::putIfAbsent);
        return Optional.of(read);
    }

    private static void set(Map<String, String> read, String slot, String value) {
        read.merge(slot, value, (known, next) -> known.equals(next) ? known : known + "+" + next);
    }

    private static Optional<String> longest(Phrases phrases, String sentence, int at) {
        for (int length : phrases.lengths()) {
            int end = at + length;
            if (end <= sentence.length() && wholeWords(sentence, at, end)) {
                String text = sentence.substring(at, end);
                if (phrases.slots().containsKey(text)) {
                    return Optional.of(text);
                }
            }
        }
        return Optional.empty();
    }

    /** Whether neither end cuts a word in two. */
    private static boolean wholeWords(String text, int from, int to) {
        return !(insideWord(text, from) || insideWord(text, to));
    }

    private static boolean insideWord(String text, int at) {
        return at > 0
                && at < text.length()
                && Character.isLetterOrDigit(text.charAt(at - 1))
                && Character.isLetterOrDigit(text.charAt(at));
    }
}
