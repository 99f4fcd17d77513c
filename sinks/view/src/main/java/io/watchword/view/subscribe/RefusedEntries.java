package io.watchword.view.subscribe;

import static java.util.stream.Collectors.joining;

import java.util.SortedMap;
import java.util.TreeMap;

/** Some of many subscriptions are wrong, and none was stored. */
public final class RefusedEntries extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;
    private static final int MOST_NAMED = 20;

    private final TreeMap<Integer, String> problems;

    /**
     * @param problems what is wrong with each, by its place in the list, from 0
     */
    public RefusedEntries(SortedMap<Integer, String> problems) {
        super(text(problems));
        this.problems = new TreeMap<>(problems);
    }

    private static String text(SortedMap<Integer, String> problems) {
        String named =
                problems.entrySet().stream()
                        .limit(MOST_NAMED)
                        .map(one -> "entry " + one.getKey() + ": " + one.getValue())
                        .collect(joining("; "));
        return problems.size() > MOST_NAMED
                ? named + "; and " + (problems.size() - MOST_NAMED) + " more"
                : named;
    }

    /** By place in the list, from 0. */
    public SortedMap<Integer, String> problems() {
        return new TreeMap<>(problems);
    }
}
