package io.watchword.view.subscribe;

import io.watchword.contract.Hit;
import io.watchword.view.feed.Cursor;
import io.watchword.view.feed.EventFeed;
import java.util.Optional;
import java.util.function.Predicate;

/** The hits that are kept, and those that come. Thread-safe. */
public interface HitLog {
    /**
     * Hits of one subscription.
     *
     * @param after empty for all that are kept
     * @param limit how many at most
     */
    HitPage read(String subscriptionId, Optional<Cursor> after, int limit, Predicate<Hit> filter);

    /**
     * Follows one subscription from a cursor on, or from now. Hits wait in a queue of bounded
     * length; when it is full, the follower is {@link HitListener#cutOff cut off}.
     *
     * @throws io.watchword.view.feed.TooManyFollowers if no more are taken
     */
    EventFeed.Following follow(
            String subscriptionId,
            Optional<Cursor> from,
            Predicate<Hit> filter,
            HitListener listener);
}
