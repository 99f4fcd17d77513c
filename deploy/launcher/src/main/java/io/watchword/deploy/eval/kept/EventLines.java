package io.watchword.deploy.eval.kept;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.watchword.contract.TimeSpan;
import io.watchword.deploy.UserMistake;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads {@code events.jsonl}. */
public final class EventLines {
    private static final ObjectMapper JSON = new ObjectMapper();

    private EventLines() {}

    /**
     * The events of a file, by source and time; of two with one id, the later line holds.
     *
     * @throws UserMistake naming each line that is none
     */
    public static List<ToldEvent> read(Path file) throws IOException {
        if (!Files.isReadable(file)) {
            throw new UserMistake("--events " + file + ": missing or not readable");
        }
        List<String> problems = new ArrayList<>();
        Map<String, ToldEvent> events = new LinkedHashMap<>();
        int number = 0;
        try (BufferedReader lines = Files.newBufferedReader(file, UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (line.isBlank()) {
                    continue;
                }
                String at = file.getFileName() + " line " + number;
                try {
                    ToldEvent event = event(JSON.readTree(line));
                    events.put(event.eventId(), event);
                } catch (JsonProcessingException e) {
                    problems.add(at + ": not JSON: " + e.getOriginalMessage());
                } catch (IllegalArgumentException e) {
                    problems.add(at + ": " + e.getMessage());
                }
            }
        }
        if (!problems.isEmpty()) {
            throw new UserMistake(problems);
        }
        return events.values().stream()
                .sorted(
                        Comparator.comparing(ToldEvent::source)
                                .thenComparingLong(event -> event.span().startUs()))
                .toList();
    }

    private static ToldEvent event(JsonNode json) {
        return new ToldEvent(
                required(json, "eventId").asText(),
                required(json, "source").asText(),
                new TimeSpan(required(json, "startUs").asLong(), required(json, "endUs").asLong()),
                json.path("caption").asText(),
                required(json, "language").asText(),
                texts(json.path("labels")),
                json.path("confidence").asDouble(),
                texts(json.path("evidence").path("segmentIds")));
    }

    private static JsonNode required(JsonNode json, String key) {
        if (!json.has(key)) {
            throw new IllegalArgumentException("\"" + key + "\" is missing");
        }
        return json.path(key);
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
