package io.watchword.view.timeline;

import io.watchword.contract.Gap;
import io.watchword.view.access.Rights;
import java.util.List;
import java.util.Optional;

/** What is known of all streams. Thread-safe. */
public interface Timelines {
    /** The streams that the caller may see, by id. */
    List<StreamState> streams(Rights rights);

    /**
     * Events that the caller may see; others are neither shown nor counted.
     *
     * @throws IllegalArgumentException if {@code before} is not what a page gave
     */
    TimelinePage events(TimelineQuery query, Rights rights);

    /**
     * Spans of a stream that nothing tells of, the newest first, those long past left out; none
     * where the caller may not see the stream, or where nobody keeps them.
     */
    default List<Gap> gaps(String streamId, Rights rights) {
        return List.of();
    }

    /** The newest revision of an event; empty also where the caller may not see it. */
    Optional<TimelineEntry> event(String eventId, Rights rights);
}
