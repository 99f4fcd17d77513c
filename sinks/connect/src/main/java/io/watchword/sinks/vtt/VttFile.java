package io.watchword.sinks.vtt;

import static io.watchword.contract.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.watchword.contract.TimeSpan;
import io.watchword.sinks.row.EventRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Pure: the captions of one stream in one language as a WebVTT file. A cue's id is the event's id,
 * its text the caption. Players skip {@code NOTE} blocks; ours hold what a later run needs to go
 * on: which stream the file is of, and each event's revision and exact span.
 *
 * @param edition which model and settings wrote the captions
 * @param rows {@link EventRow#text()} is the caption on one line
 */
record VttFile(
        String streamId, String language, String edition, String source, List<EventRow> rows) {
    /** How a file that we wrote begins. */
    static final String SIGNATURE = "WEBVTT\n\nNOTE watchword ";

    private static final String NOTE = "NOTE ";
    private static final String NONE = "";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Comparator<EventRow> CUE_ORDER =
            Comparator.<EventRow>comparingLong(row -> row.span().startUs())
                    .thenComparing(EventRow::eventId);

    VttFile {
        requireNonNull(streamId, "streamId is null");
        requireNonNull(language, "language is null");
        requireNonNull(edition, "edition is null");
        requireNonNull(source, "source is null");
        rows = List.copyOf(rows);
    }

    String render() {
        StringBuilder text = new StringBuilder(SIGNATURE);
        ObjectNode header = JSON.createObjectNode();
        header.put("streamId", streamId).put("language", language);
        header.put("edition", edition).put("source", source);
        text.append(note(header));
        rows.stream().sorted(CUE_ORDER).forEach(row -> render(row, text));
        return text.toString();
    }

    private static void render(EventRow row, StringBuilder text) {
        ObjectNode facts = JSON.createObjectNode();
        facts.put("revision", row.revision());
        facts.put("startUs", row.span().startUs());
        facts.put("endUs", row.span().endUs());
        row.supersedes().ifPresent(id -> facts.put("supersedes", id));
        text.append('\n').append(NOTE).append(note(facts));
        text.append('\n').append(row.eventId()).append('\n');
        text.append(VttText.times(row.span().startUs(), row.span().endUs())).append('\n');
        if (!row.text().isEmpty()) {
            text.append(VttText.escape(row.text())).append('\n');
        }
    }

    /** A note ends at {@code -->}; in JSON a {@code >} stands in strings only. */
    private static String note(ObjectNode facts) {
        try {
            return JSON.writeValueAsString(facts).replace(">", "\\u003e") + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("these facts are no JSON", e);
        }
    }

    /**
     * Reads back what {@link #render()} wrote.
     *
     * @throws IllegalArgumentException naming the first line that it did not write
     */
    static VttFile parse(String text) {
        return new Reader(text.split("\n", -1)).file();
    }

    /** Goes through a file line by line. */
    private static final class Reader {
        private final String[] lines;
        private int next;

        Reader(String[] lines) {
            this.lines = lines;
        }

        VttFile file() {
            try {
                return readFile();
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("line " + next + ": " + e.getMessage(), e);
            }
        }

        private VttFile readFile() {
            expect("WEBVTT");
            expect(NONE);
            JsonNode header = json("NOTE watchword ");
            String streamId = text(header, "streamId");
            String source = text(header, "source");
            expect(NONE);
            List<EventRow> rows = new ArrayList<>();
            while (next < lines.length) {
                rows.add(row(streamId, source));
            }
            return new VttFile(
                    streamId, text(header, "language"), text(header, "edition"), source, rows);
        }

        private EventRow row(String streamId, String source) {
            JsonNode facts = json(NOTE);
            int revision = Math.toIntExact(number(facts, "revision"));
            TimeSpan span = new TimeSpan(number(facts, "startUs"), number(facts, "endUs"));
            Optional<String> supersedes =
                    Optional.ofNullable(facts.get("supersedes")).map(JsonNode::asText);
            expect(NONE);
            String eventId = line();
            checkArgument(!eventId.isBlank(), "required an event id");
            VttText.checkTimes(line());
            String caption = line();
            if (!caption.isEmpty()) {
                expect(NONE);
            }
            return new EventRow(
                    eventId,
                    revision,
                    streamId,
                    source,
                    span,
                    supersedes,
                    VttText.unescape(caption));
        }

        private String line() {
            checkArgument(next < lines.length, "the file ends in the middle of a cue");
            return lines[next++];
        }

        private void expect(String required) {
            String found = line();
            checkArgument(found.equals(required), "required \"%s\", found \"%s\"", required, found);
        }

        private JsonNode json(String prefix) {
            String line = line();
            checkArgument(line.startsWith(prefix), "required %s, found \"%s\"", prefix, line);
            try {
                return JSON.readTree(line.substring(prefix.length()));
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException("the note is no JSON", e);
            }
        }

        private static String text(JsonNode node, String field) {
            checkArgument(node.path(field).isTextual(), "%s is missing or no text", field);
            return node.path(field).asText();
        }

        private static long number(JsonNode node, String field) {
            checkArgument(
                    node.path(field).canConvertToLong() && node.path(field).isIntegralNumber(),
                    "%s is missing or no whole number",
                    field);
            return node.path(field).asLong();
        }
    }
}
