package io.watchword.view.http;

import io.watchword.view.feed.Cursor;
import io.watchword.view.timeline.TimelineEntry;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Messages of the newest events: hundreds of followers get the same bytes. Thread-safe. */
final class SaidEvents {
    static final SaidEvents SHARED = new SaidEvents();

    /** Those that are quick want the newest; some kilobytes each. */
    private static final int KEPT = 64;

    private final Map<Said, byte[]> messages = new LinkedHashMap<>();

    /** The very entry: whoever holds it may be told all of it. */
    private record Said(TimelineEntry entry, Cursor next) {
        @Override
        @SuppressWarnings(
                "ReferenceEquality") // another view's may be equal, and is not looked into
        public boolean equals(Object other) {
            return other instanceof Said said && said.entry == entry && said.next.equals(next);
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(entry);
        }
    }

    byte[] message(TimelineEntry entry, Cursor next) {
        Said said = new Said(entry, next);
        synchronized (messages) {
            byte[] known = messages.get(said);
            if (known != null) {
                return known;
            }
        }
        byte[] message = SseText.message("event", Optional.of(next), EventJson.of(entry));
        synchronized (messages) {
            messages.put(said, message);
            if (messages.size() > KEPT) {
                messages.remove(messages.keySet().iterator().next());
            }
        }
        return message;
    }
}
