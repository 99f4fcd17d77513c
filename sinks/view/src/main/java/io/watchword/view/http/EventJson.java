package io.watchword.view.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.watchword.contract.EventCodec;
import io.watchword.view.feed.Cursor;
import io.watchword.view.search.SearchHit;
import io.watchword.view.timeline.TimelineEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Events as they are published, with what the view knows of them. Pure. */
final class EventJson {
    private EventJson() {}

    static ObjectNode of(TimelineEntry entry) {
        ObjectNode node;
        try {
            node = (ObjectNode) Json.MAPPER.readTree(EventCodec.encode(entry.event()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (entry.startsAt().isPresent()) {
            node.put("startsAt", entry.startsAt().get().toString());
        } else {
            node.putNull("startsAt");
        }
        node.put("recordedAt", entry.recordedAt().toString());
        node.put("cursor", Cursor.none().after(entry.position()).text());
        return node;
    }

    static void put(ArrayNode array, List<TimelineEntry> entries) {
        entries.forEach(entry -> array.add(of(entry)));
    }

    static ObjectNode of(SearchHit hit) {
        ObjectNode node = Json.object();
        node.set("event", of(hit.entry()));
        node.put("score", hit.score());
        ObjectNode why = node.putObject("why");
        hit.words().forEach(why.putArray("words")::add);
        if (hit.likeness().isPresent()) {
            why.put("meaning", Math.max(0, hit.likeness().get()));
        } else {
            why.putNull("meaning");
        }
        ArrayNode snippet = why.putArray("snippet");
        hit.snippet()
                .forEach(
                        piece ->
                                snippet.addObject()
                                        .put("text", piece.text())
                                        .put("match", piece.match()));
        return node;
    }
}
