package io.watchword.view.search;

import static io.watchword.contract.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What is looked for: words, an event to be like, or both empty for the newest that pass.
 *
 * @param text in plain words, any language the index knows; may be empty
 * @param like an event's id, and by what it is to be alike
 * @param streamIds of these streams; empty for all
 * @param from of those that happened then or later
 * @param to of those that happened before
 * @param labels having all of these
 * @param limit hits on a page, 1 to {@value #MAX_LIMIT}
 * @param page goes on from {@link SearchPage#next()}
 */
public record SearchQuery(
        String text,
        Optional<Like> like,
        Set<String> streamIds,
        Optional<Instant> from,
        Optional<Instant> to,
        Set<String> labels,
        int limit,
        Optional<String> page) {
    public static final int MAX_LIMIT = 200;
    public static final int MAX_CHARACTERS = 1000;

    /** What two events are compared by. */
    public enum By {
        MOTION,
        PICTURE,
        SOUND
    }

    /** More like this. */
    public record Like(String eventId, By by) {}

    public SearchQuery {
        requireNonNull(like, "like is null");
        requireNonNull(from, "from is null");
        requireNonNull(to, "to is null");
        requireNonNull(page, "page is null");
        streamIds = Set.copyOf(streamIds);
        labels = Set.copyOf(labels);
        checkArgument(
                text.length() <= MAX_CHARACTERS,
                "the query has %d characters, %d are allowed",
                text.length(),
                MAX_CHARACTERS);
        checkArgument(
                limit >= 1 && limit <= MAX_LIMIT, "limit is %d, not 1 to %d", limit, MAX_LIMIT);
    }
}
