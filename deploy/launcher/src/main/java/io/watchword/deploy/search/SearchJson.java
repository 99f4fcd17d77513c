package io.watchword.deploy.search;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.watchword.proto.v1.FindResponse;
import io.watchword.proto.v1.FoundEvent;
import io.watchword.proto.v1.TimelineEvent;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Hits as one line of JSON, with the names of the HTTP API. Pure. */
final class SearchJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private SearchJson() {}

    static String of(FindResponse found) {
        ObjectNode node = JSON.createObjectNode();
        ArrayNode hits = node.putArray("hits");
        found.getHitsList().forEach(hit -> put(hit, hits.addObject()));
        node.put("next", found.getNext().isEmpty() ? null : found.getNext());
        try {
            return JSON.writeValueAsString(node) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("hits are no JSON", e);
        }
    }

    private static void put(FoundEvent hit, ObjectNode node) {
        put(hit.getEvent(), node.putObject("event"));
        node.put("score", rounded(hit.getScore()));
        ObjectNode why = node.putObject("why");
        hit.getWordsList().forEach(why.putArray("words")::add);
        if (hit.hasLikeness()) {
            why.put("meaning", rounded(hit.getLikeness()));
        } else {
            why.putNull("meaning");
        }
        ArrayNode snippet = why.putArray("snippet");
        hit.getSnippetList()
                .forEach(
                        piece ->
                                snippet.addObject()
                                        .put("text", piece.getText())
                                        .put("match", piece.getMatch()));
    }

    private static void put(TimelineEvent event, ObjectNode node) {
        node.put("eventId", event.getEventId());
        node.put("revision", event.getRevision());
        node.put("streamId", event.getStreamId());
        node.put("source", event.getSource());
        node.put("startUs", event.getStartUs());
        node.put("endUs", event.getEndUs());
        node.put("startsAt", event.hasStartsAtUnixUs() ? time(event.getStartsAtUnixUs()) : null);
        node.put("recordedAt", time(event.getRecordedAtUnixUs()));
        node.put("caption", event.getCaption());
        node.put("language", event.getLanguage());
        event.getLabelsList().forEach(node.putArray("labels")::add);
        node.put("severity", event.getSeverity());
        node.put("confidence", rounded(event.getConfidence()));
        node.put("model", event.getModel());
        node.put("degraded", event.getDegraded());
    }

    private static String time(long unixUs) {
        return Instant.EPOCH.plus(unixUs, ChronoUnit.MICROS).toString();
    }

    private static double rounded(float value) {
        return Math.round(value * 10_000) / 10_000.0;
    }
}
