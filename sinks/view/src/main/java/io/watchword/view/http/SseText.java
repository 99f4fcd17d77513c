package io.watchword.view.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.watchword.view.feed.Cursor;
import java.util.Optional;

/** Messages of an event stream, as the HTML standard has them. Pure. */
final class SseText {
    /** Says nothing, and keeps the connection. */
    static final byte[] PING = ": ping\n\n".getBytes(UTF_8);

    private SseText() {}

    /**
     * Headers reach the browser with it; how soon it comes again, and where it goes on if nothing
     * came until then.
     */
    static byte[] hello(Cursor from) {
        return ("retry: 2000\nid: " + from.text() + "\n\n").getBytes(UTF_8);
    }

    /**
     * @param id where to go on after it
     */
    static byte[] message(String type, Optional<Cursor> id, JsonNode data) {
        String head = id.map(cursor -> "id: " + cursor.text() + "\n").orElse("");
        // JSON on one line holds no line break.
        return (head + "event: " + type + "\ndata: " + Json.text(data) + "\n\n").getBytes(UTF_8);
    }
}
