package io.watchword.view.search;

import io.watchword.view.access.Rights;

/** Finds events. Thread-safe. */
public interface EventSearch {
    /**
     * Looks among the events that the caller may see; others are neither shown nor counted.
     *
     * @throws IllegalArgumentException if the page is not what an answer gave, or the event to be
     *     like is unknown
     */
    SearchPage search(SearchQuery query, Rights rights);
}
