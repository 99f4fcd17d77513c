package io.watchword.deploy.eval.set;

import com.fasterxml.jackson.databind.JsonNode;
import io.watchword.contract.TimeSpan;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One line of {@code truth.jsonl} as a value. Finds every problem before it gives up. */
final class TruthLine {
    private static final long JOIN_US = 1_000_000; // activity with a shorter pause is one

    private final String at;
    private final JsonNode json;
    private final List<String> problems;
    private final Shared shared;

    /**
     * @param at where the line stands, for messages
     * @param shared of all lines
     * @param problems what is wrong is added here
     */
    TruthLine(String at, JsonNode json, Shared shared, List<String> problems) {
        this.at = at;
        this.json = json;
        this.shared = shared;
        this.problems = problems;
    }

    /** The source, or empty if the line has a problem. */
    Optional<SourceTruth> source(Path directory) {
        int before = problems.size();
        Path file = file(directory);
        List<Described> events = described("events");
        List<Described> windows = described("windows");
        List<TimeSpan> activity = new ArrayList<>();
        for (JsonNode span : json.path("activity")) {
            activity.add(span(span.path(0), span.path(1), "activity"));
        }
        List<SourceTruth.Sound> sounds = new ArrayList<>();
        for (JsonNode sound : json.path("sounds")) {
            sounds.add(
                    new SourceTruth.Sound(
                            text(sound, "class", "sounds"),
                            span(sound.path("start"), sound.path("end"), "sounds")));
        }
        List<SourceTruth.Asked> questions = questions();
        if (problems.size() > before) {
            return Optional.empty();
        }
        return Optional.of(
                new SourceTruth(
                        file,
                        json.has("activity") ? activity : joined(events),
                        events,
                        json.has("windows") ? windows : events,
                        sounds,
                        json.path("split").asText("test"),
                        questions));
    }

    private Path file(Path directory) {
        String name = text(json, "file", "line");
        try {
            Path file = directory.resolve(name).normalize();
            if (!name.isBlank() && !Files.isRegularFile(file)) {
                problems.add(at + ": file " + name + ": no such file in " + directory);
            }
            return file;
        } catch (InvalidPathException e) {
            problems.add(at + ": file \"" + name + "\": not a file name");
            return directory;
        }
    }

    private List<Described> described(String key) {
        List<Described> all = new ArrayList<>();
        for (JsonNode one : json.path(key)) {
            Map<String, String> sentences = new HashMap<>();
            one.properties().stream()
                    .filter(entry -> entry.getKey().matches("[a-z]{2}"))
                    .forEach(
                            entry ->
                                    sentences.put(
                                            shared.one(entry.getKey()),
                                            shared.one(entry.getValue().asText())));
            Map<String, String> slots = new HashMap<>();
            one.path("slots")
                    .properties()
                    .forEach(
                            slot ->
                                    slots.put(
                                            shared.one(slot.getKey()),
                                            shared.one(slot.getValue().asText("none"))));
            all.add(
                    new Described(
                            span(one.path("start"), one.path("end"), key),
                            shared.one(slots),
                            shared.one(sentences)));
        }
        all.sort(Comparator.comparingLong(one -> one.span().startUs()));
        return all;
    }

    private List<SourceTruth.Asked> questions() {
        List<SourceTruth.Asked> questions = new ArrayList<>();
        for (JsonNode one : json.path("questions")) {
            questions.add(
                    new SourceTruth.Asked(
                            span(one.path("start"), one.path("end"), "questions"),
                            one.path("lang").asText("en"),
                            text(one, "question", "questions"),
                            text(one, "answer", "questions"),
                            one.path("kind").asText("any")));
        }
        return questions;
    }

    private String text(JsonNode parent, String key, String where) {
        String text = parent.path(key).asText();
        if (text.isBlank()) {
            problems.add(at + ": " + where + ": \"" + key + "\" is missing");
        }
        return text;
    }

    private TimeSpan span(JsonNode start, JsonNode end, String where) {
        double startS = start.asDouble();
        double endS = end.asDouble();
        if (!start.isNumber() || !end.isNumber() || startS < 0 || endS < startS) {
            problems.add(
                    "%s: %s: required 0 <= start <= end in seconds, found %s and %s"
                            .formatted(at, where, shown(start), shown(end)));
            return new TimeSpan(0, 0);
        }
        return new TimeSpan(Math.round(startS * 1e6), Math.round(endS * 1e6));
    }

    private static String shown(JsonNode value) {
        return value.isMissingNode() ? "nothing" : value.toString();
    }

    private static List<TimeSpan> joined(List<Described> events) {
        List<TimeSpan> joined = new ArrayList<>();
        for (Described event : events) {
            TimeSpan next = event.span();
            TimeSpan last = joined.isEmpty() ? next : joined.get(joined.size() - 1);
            if (!joined.isEmpty() && next.startUs() - last.endUs() < JOIN_US) {
                joined.set(
                        joined.size() - 1,
                        new TimeSpan(last.startUs(), Math.max(last.endUs(), next.endUs())));
            } else {
                joined.add(next);
            }
        }
        return joined;
    }
}
