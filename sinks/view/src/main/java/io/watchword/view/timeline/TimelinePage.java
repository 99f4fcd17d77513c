package io.watchword.view.timeline;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * Events, the newest first.
 *
 * @param next what to ask for the rest with; empty after the last page
 */
public record TimelinePage(List<TimelineEntry> entries, Optional<String> next) {
    public TimelinePage {
        entries = List.copyOf(entries);
        requireNonNull(next, "next is null");
    }
}
