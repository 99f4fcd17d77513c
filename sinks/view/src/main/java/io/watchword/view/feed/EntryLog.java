package io.watchword.view.feed;

import static java.util.Objects.requireNonNull;

import io.watchword.view.timeline.TimelineEntry;
import java.util.List;

/** What lies on topic {@code events}, for followers that come back after long. Thread-safe. */
public interface EntryLog {
    /**
     * A stretch of the log.
     *
     * @param entries in the order of their partition each; without those that were revised or
     *     replaced since
     * @param next where the rest begins
     * @param more whether there is a rest that can be read now
     */
    record Stretch(List<TimelineEntry> entries, Cursor next, boolean more) {
        public Stretch {
            entries = List.copyOf(entries);
            requireNonNull(next, "next is null");
        }
    }

    /**
     * Reads the partitions that a cursor names, from there up to their ends, or up to the first
     * record that the timelines have not taken in yet.
     *
     * @param settled before it, what the timelines do not know they never will
     * @param limit records at most
     * @throws io.watchword.view.timeline.TimelinesUnavailable if it cannot be read now
     */
    Stretch read(Cursor from, Cursor settled, int limit);

    /** Where each partition ends now. */
    Cursor ends();

    /** Where each partition begins now. */
    Cursor beginnings();
}
