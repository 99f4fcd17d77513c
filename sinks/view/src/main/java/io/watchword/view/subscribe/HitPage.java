package io.watchword.view.subscribe;

import static java.util.Objects.requireNonNull;

import io.watchword.contract.Hit;
import io.watchword.view.feed.Cursor;
import java.util.List;

/**
 * Hits in the order in which they were found.
 *
 * @param next goes on after the last of them
 * @param more whether there are more already
 */
public record HitPage(List<Hit> hits, Cursor next, boolean more) {
    public HitPage {
        hits = List.copyOf(hits);
        requireNonNull(next, "next is null");
    }
}
