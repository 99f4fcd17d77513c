package io.watchword.sinks.chapters;

import static io.watchword.contract.Checks.checkArgument;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.watchword.contract.Decoded;
import io.watchword.contract.Event;
import io.watchword.contract.TimeSpan;
import io.watchword.sinks.row.EventJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Pure: the tags of one stream in one language as a JSON file beside the media. It also holds the
 * events themselves, as they were published, so that a later run can go on.
 *
 * @param edition which model and settings wrote the events
 * @param events in order of time
 */
record TagsFile(
        String streamId, String language, String edition, String source, List<EventJson> events) {
    /** What {@code format} says in a file of ours. */
    static final String FORMAT = "watchword-tags";

    static final int VERSION = 1;
    private static final ObjectMapper JSON = new ObjectMapper();

    TagsFile {
        requireNonNull(streamId, "streamId is null");
        requireNonNull(language, "language is null");
        requireNonNull(edition, "edition is null");
        requireNonNull(source, "source is null");
        events = List.copyOf(events);
    }

    String render() {
        List<Event> held = events.stream().map(EventJson::event).toList();
        ObjectNode root = JSON.createObjectNode();
        root.put("format", FORMAT).put("version", VERSION);
        root.put("streamId", streamId).put("source", source);
        root.put("language", language).put("edition", edition);
        root.put("endUs", held.stream().mapToLong(event -> event.span().endUs()).max().orElse(0));
        ArrayNode tags = root.putArray("tags");
        for (Tag tag : Tag.of(held)) {
            ObjectNode node = tags.addObject();
            node.put("tag", tag.label()).put("events", tag.events()).put("totalUs", tag.totalUs());
            ArrayNode spans = node.putArray("spans");
            tag.spans().forEach(span -> put(spans.addObject(), span));
        }
        ArrayNode chapters = root.putArray("chapters");
        for (Chapter chapter : Chapter.of(held)) {
            put(chapters.addObject(), chapter.span()).put("title", chapter.title());
        }
        ArrayNode all = root.putArray("events");
        events.forEach(event -> all.add(tree(event.line())));
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("tags of " + streamId + " are no JSON", e);
        }
    }

    private static ObjectNode put(ObjectNode node, TimeSpan span) {
        return node.put("startUs", span.startUs()).put("endUs", span.endUs());
    }

    private static JsonNode tree(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an event that was read is no JSON", e);
        }
    }

    /** Whether the text is a file that {@link #render()} wrote, and not somebody else's. */
    static boolean isOurs(String text) {
        try {
            JsonNode root = JSON.readTree(text);
            return root != null && FORMAT.equals(root.path("format").asText());
        } catch (JsonProcessingException e) {
            return text.contains("\"" + FORMAT + "\""); // ours, and damaged: that must be said
        }
    }

    /**
     * Reads back what {@link #render()} wrote.
     *
     * @throws IllegalArgumentException saying what it did not write
     */
    static TagsFile parse(String text) {
        JsonNode root;
        try {
            root = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no JSON: " + e.getOriginalMessage(), e);
        }
        int version = root.path("version").asInt();
        checkArgument(version == VERSION, "version is %d, required %d", version, VERSION);
        List<EventJson> events = new ArrayList<>();
        for (JsonNode node : root.path("events")) {
            Decoded<EventJson> decoded = EventJson.decode(node.toString().getBytes(UTF_8));
            if (decoded instanceof Decoded.Invalid<EventJson> invalid) {
                throw new IllegalArgumentException(
                        "event " + events.size() + ": " + Objects.toString(invalid.detail()));
            }
            events.add(((Decoded.Valid<EventJson>) decoded).value());
        }
        return new TagsFile(
                text(root, "streamId"),
                text(root, "language"),
                text(root, "edition"),
                text(root, "source"),
                events);
    }

    private static String text(JsonNode root, String field) {
        checkArgument(root.path(field).isTextual(), "%s is missing or no text", field);
        return root.path(field).asText();
    }
}
