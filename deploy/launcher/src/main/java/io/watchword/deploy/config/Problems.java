package io.watchword.deploy.config;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.Node;

/** What is wrong with one file, in the order of its lines. Not thread-safe. */
final class Problems {
    /** More than anyone reads at once; the file is mended in rounds then. */
    private static final int MAX = 100;

    private static final Pattern JAVA_DURATION = Pattern.compile("\\bPT[0-9HMS.-]+");

    private record Problem(int line, String text) {}

    private final String file;
    private final List<Problem> problems = new ArrayList<>();
    private final IdentityHashMap<Node, Node> keys = new IdentityHashMap<>();

    Problems(String file) {
        this.file = file;
    }

    /** A value's problems are shown at the line of its key. */
    void isValueOf(Node key, Node value) {
        keys.put(value, key);
    }

    /** Of a key: {@code what} says what was required and what was found. */
    void add(Node where, String key, String what) {
        add(line(where), key.isEmpty() ? what : key + ": " + what);
    }

    /** What a record's constructor said. */
    void add(Node where, String message) {
        add(line(where), withoutJavaDurations(message));
    }

    private int line(Node where) {
        return keys.getOrDefault(where, where).getStartMark().getLine() + 1;
    }

    private void add(int line, String text) {
        if (problems.size() < MAX) {
            problems.add(new Problem(line, text));
        }
    }

    boolean isEmpty() {
        return problems.isEmpty();
    }

    List<String> lines() {
        return problems.stream()
                .sorted(java.util.Comparator.comparingInt(Problem::line))
                .map(problem -> file + ":" + problem.line() + " " + problem.text())
                .distinct()
                .toList();
    }

    private static String withoutJavaDurations(String message) {
        Matcher durations = JAVA_DURATION.matcher(message);
        return durations.replaceAll(
                found -> {
                    try {
                        return Quantity.text(Duration.parse(found.group()));
                    } catch (DateTimeParseException e) {
                        return found.group();
                    }
                });
    }
}
