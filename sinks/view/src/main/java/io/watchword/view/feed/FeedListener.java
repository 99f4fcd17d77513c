package io.watchword.view.feed;

import io.watchword.view.timeline.TimelineEntry;

/** One follower. Called by one thread at a time; one that blocks delays no other. */
public interface FeedListener {
    /**
     * Whether it can take an entry now. One that answers no is asked again after {@link
     * EventFeed.Following#resume()}, and need not block.
     */
    default boolean ready() {
        return true;
    }

    /**
     * Is told once, before the first entry.
     *
     * @param from where it begins: one that is disconnected before anything came goes on there
     */
    default void began(Cursor from) {}

    /**
     * Takes an entry.
     *
     * @param next where to go on after it
     */
    void entry(TimelineEntry entry, Cursor next);

    /**
     * Was too slow and gets nothing more: what it missed begins at the cursor. Told also if it is
     * not ready, but not before a call that it blocks returns.
     */
    void cutOff(Cursor next);
}
