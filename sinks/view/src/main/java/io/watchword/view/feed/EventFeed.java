package io.watchword.view.feed;

import io.watchword.view.access.Rights;
import io.watchword.view.timeline.TimelineEntry;
import java.util.Optional;
import java.util.function.Predicate;

/** Hands events on as they land. Thread-safe. */
public interface EventFeed {
    /** One follower's place; closing it ends the following. */
    interface Following extends AutoCloseable {
        /** Says that a listener that was not {@link FeedListener#ready ready} may be now. */
        default void resume() {}

        @Override
        void close();
    }

    /**
     * Follows from a cursor on, or from now. Entries wait in a queue of bounded length for the
     * listener; when it is full, the follower is {@link FeedListener#cutOff cut off}, so that a
     * slow one costs no memory and holds up no other.
     *
     * @throws TooManyFollowers if no more are taken
     */
    Following follow(
            Optional<Cursor> from,
            Rights rights,
            Predicate<TimelineEntry> filter,
            FeedListener listener);
}
