package io.watchword.llm.remote;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts the bytes of a {@code text/event-stream} into the data of its events (HTML Living Standard,
 * section 9.2). Names, ids and comments are left out: no protocol of ours uses them. Bounded by who
 * feeds it. Not thread-safe: the reading thread owns it.
 */
final class ServerSentEvents {
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final StringBuilder data = new StringBuilder();
    private boolean hasData;
    private boolean afterReturn; // a line feed that follows belongs to the same line end

    /** Data of the events that became complete with these bytes. */
    List<String> feed(byte[] bytes) {
        List<String> events = new ArrayList<>();
        for (byte b : bytes) {
            if (b == '\n' && afterReturn) {
                afterReturn = false;
                continue;
            }
            afterReturn = b == '\r';
            if (b == '\n' || b == '\r') {
                endOfLine(events);
            } else {
                line.write(b);
            }
        }
        return events;
    }

    private void endOfLine(List<String> events) {
        String text = line.toString(UTF_8);
        line.reset();
        if (text.isEmpty()) {
            if (hasData) {
                events.add(data.toString());
            }
            data.setLength(0);
            hasData = false;
            return;
        }
        int colon = text.indexOf(':');
        String field = colon < 0 ? text : text.substring(0, colon);
        if (!field.equals("data")) {
            return;
        }
        if (hasData) {
            data.append('\n');
        }
        hasData = true;
        if (colon >= 0) {
            data.append(text, colon + (text.startsWith(" ", colon + 1) ? 2 : 1), text.length());
        }
    }
}
