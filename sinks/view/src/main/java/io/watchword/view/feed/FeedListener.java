package io.watchword.view.feed;

import io.watchword.view.timeline.TimelineEntry;

/** One follower. Called by one thread at a time. */
public interface FeedListener {
    /**
     * Takes an entry.
     *
     * @param next where to go on after it
     */
    void entry(TimelineEntry entry, Cursor next);

    /** Was too slow and gets nothing more: what it missed begins at the cursor. */
    void cutOff(Cursor next);
}
