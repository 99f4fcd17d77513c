package io.watchword.view.search;

import io.watchword.view.feed.Cursor;
import io.watchword.view.timeline.EntryListener;

/** Tells again what topic {@code events} holds. */
@FunctionalInterface
public interface EntryReplay {
    /**
     * Hands on the entries from a cursor to the end there is now, in order within a partition; a
     * partition that the cursor does not name, from its beginning. Returns when all are handed on.
     */
    void replay(Cursor from, EntryListener to);
}
