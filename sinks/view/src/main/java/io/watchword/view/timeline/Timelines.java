package io.watchword.view.timeline;

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

    /** The newest revision of an event; empty also where the caller may not see it. */
    Optional<TimelineEntry> event(String eventId, Rights rights);
}
