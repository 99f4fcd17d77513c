package io.watchword.sinks.jsonl;

import io.watchword.contract.Decoded;
import io.watchword.sinks.row.EventJson;
import io.watchword.sinks.row.EventRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Pure: events as text, one JSON object a line. */
public final class JsonLinesFile {
    private JsonLinesFile() {}

    public static String render(List<EventRow> rows) {
        StringBuilder text = new StringBuilder();
        rows.forEach(row -> text.append(row.text()).append('\n'));
        return text.toString();
    }

    /**
     * Reads back what {@link #render} wrote, as UTF-8. Empty lines are nothing.
     *
     * @throws IllegalArgumentException naming the first line that is no event
     */
    public static List<EventRow> parse(byte[] bytes) {
        List<EventRow> rows = new ArrayList<>();
        int line = 1;
        for (int start = 0, end; start < bytes.length; start = end + 1, line++) {
            end = start;
            while (end < bytes.length && bytes[end] != '\n') {
                end++;
            }
            if (end > start) {
                rows.add(parse(Arrays.copyOfRange(bytes, start, end), line));
            }
        }
        return rows;
    }

    private static EventRow parse(byte[] bytes, int line) {
        Decoded<EventJson> decoded = EventJson.decode(bytes);
        if (decoded instanceof Decoded.Invalid<EventJson> invalid) {
            throw new IllegalArgumentException("line " + line + ": " + invalid.detail());
        }
        return row(((Decoded.Valid<EventJson>) decoded).value());
    }

    static EventRow row(EventJson json) {
        return EventRow.of(json.event(), json.line());
    }
}
