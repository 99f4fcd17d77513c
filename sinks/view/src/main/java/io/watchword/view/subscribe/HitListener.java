package io.watchword.view.subscribe;

import io.watchword.contract.Hit;
import io.watchword.view.feed.Cursor;

/** One who follows hits. Called by one thread at a time; may take its time. */
public interface HitListener {
    /**
     * Takes a hit.
     *
     * @param next where to go on after it
     */
    void hit(Hit hit, Cursor next);

    /** Was too slow and gets nothing more: what it missed begins at the cursor. */
    void cutOff(Cursor next);
}
