package io.watchword.view.subscribe;

import io.watchword.contract.Hit;
import io.watchword.view.feed.Cursor;

/** One who follows hits. Called by one thread at a time; one that blocks delays no other. */
public interface HitListener {
    /**
     * Whether it can take a hit now. One that answers no is asked again after {@link
     * io.watchword.view.feed.EventFeed.Following#resume()}, and need not block.
     */
    default boolean ready() {
        return true;
    }

    /**
     * Is told once, before the first hit.
     *
     * @param from where it begins: one that is disconnected before anything came goes on there
     */
    default void began(Cursor from) {}

    /**
     * Takes a hit.
     *
     * @param next where to go on after it
     */
    void hit(Hit hit, Cursor next);

    /** Was too slow and gets nothing more: what it missed begins at the cursor. */
    void cutOff(Cursor next);
}
