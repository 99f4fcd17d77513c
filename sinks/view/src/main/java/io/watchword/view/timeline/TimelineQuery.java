package io.watchword.view.timeline;

import static io.watchword.contract.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Which events are asked for.
 *
 * @param streamIds of these streams; empty for all
 * @param from of those that {@link TimelineEntry#when() happened} then or later
 * @param to of those that happened before
 * @param labels having all of these
 * @param limit how many at most, 1 to {@value #MAX_LIMIT}
 * @param before goes on from {@link TimelinePage#next()}
 */
public record TimelineQuery(
        Set<String> streamIds,
        Optional<Instant> from,
        Optional<Instant> to,
        Set<String> labels,
        int limit,
        Optional<String> before) {
    public static final int MAX_LIMIT = 200;

    public TimelineQuery {
        streamIds = Set.copyOf(streamIds);
        labels = Set.copyOf(labels);
        requireNonNull(from, "from is null");
        requireNonNull(to, "to is null");
        requireNonNull(before, "before is null");
        checkArgument(
                limit >= 1 && limit <= MAX_LIMIT, "limit is %d, not 1 to %d", limit, MAX_LIMIT);
    }
}
