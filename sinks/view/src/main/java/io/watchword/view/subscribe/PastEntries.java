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
     * @param toldLate how many of them happened before
     * @param more whether older ones were left out
     */
    record Found(List<TimelineEntry> oldestFirst, int toldLate, boolean more) {}

    /**
     * Those that happened in a span, and those that were told in it of what happened before: of
     * files that were read late. Whoever subscribes is told of both when they are told.
     */
    Found in(Instant from, Instant to) {
        Found happened = look(Optional.of(from), Optional.of(to), most, entry -> true);
        Found toldLate =
                look(
                        Optional.empty(),
                        Optional.of(from),
                        most - happened.oldestFirst.size(),
                        entry ->
                                !entry.recordedAt().isBefore(from)
                                        && entry.recordedAt().isBefore(to));
        List<TimelineEntry> all = new ArrayList<>(toldLate.oldestFirst);
        all.addAll(happened.oldestFirst);
        return new Found(all, toldLate.oldestFirst.size(), happened.more);
    }

    private Found look(
            Optional<Instant> from,
            Optional<Instant> to,
            int atMost,
            Predicate<TimelineEntry> wanted) {
        List<TimelineEntry> found = new ArrayList<>();
        Optional<String> next = Optional.empty();
        int looked = 0;
        while (looked < atMost && (looked == 0 || next.isPresent())) {
            TimelinePage page =
                    timelines.events(
                            new TimelineQuery(
                                    streamIds, from, to, Set.of(), TimelineQuery.MAX_LIMIT, next),
                            rights);
            page.entries().stream().filter(wanted).forEach(found::add);
            looked += page.entries().size();
            next = page.next();
            if (page.entries().isEmpty()) {
                break;
            }
        }
        Collections.reverse(found);
        return new Found(found, 0, next.isPresent());
    }
}
