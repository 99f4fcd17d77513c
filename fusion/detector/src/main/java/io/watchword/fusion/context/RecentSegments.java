package io.watchword.fusion.context;

import java.util.List;

/**
 * Segments that an event still to come may need, oldest first.
 *
 * @param stride of the older ones only each {@code stride}-th is kept
 */
public record RecentSegments(List<ContextSegment> segments, long stride) {
    public static final RecentSegments EMPTY = new RecentSegments(List.of(), 1);

    public RecentSegments {
        segments = List.copyOf(segments);
    }
}
