package io.watchword.view.subscribe;

import io.watchword.view.access.Rights;
import io.watchword.view.timeline.TimelineEntry;
import io.watchword.view.timeline.TimelinePage;
import io.watchword.view.timeline.TimelineQuery;
import io.watchword.view.timeline.Timelines;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Events of some streams that are over, the newest up to a number of them. */
record PastEntries(Timelines timelines, Set<String> streamIds, Rights rights, int most) {
    /**
     * What there was.
     *
     * @param more whether older ones were left out
     */
    record Found(List<TimelineEntry> oldestFirst, boolean more) {}

    /** Those that happened in a span. */
    Found happened(Instant from, Instant to) {
        return look(Optional.of(from), Optional.of(to), entry -> true);
    }

    /** Those that reached the events in a span, whenever they happened. */
    Found recorded(Instant from, Instant to) {
        return look(
                Optional.empty(),
                Optional.empty(),
                entry -> !entry.recordedAt().isBefore(from) && entry.recordedAt().isBefore(to));
    }

    private Found look(
            Optional<Instant> from, Optional<Instant> to, Predicate<TimelineEntry> wanted) {
        List<TimelineEntry> found = new ArrayList<>();
        Optional<String> next = Optional.empty();
        int looked = 0;
        do {
            TimelinePage page =
                    timelines.events(
                            new TimelineQuery(
                                    streamIds, from, to, Set.of(), TimelineQuery.MAX_LIMIT, next),
                            rights);
            page.entries().stream().filter(wanted).forEach(found::add);
            looked += page.entries().size();
            next = page.next();
        } while (next.isPresent() && looked < most);
        Collections.reverse(found);
        return new Found(found, next.isPresent());
    }
}
