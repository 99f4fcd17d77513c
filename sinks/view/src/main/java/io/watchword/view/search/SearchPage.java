package io.watchword.view.search;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * Hits, the best first.
 *
 * @param next what to ask for the rest with; empty after the last page
 */
public record SearchPage(List<SearchHit> hits, Optional<String> next) {
    public SearchPage {
        hits = List.copyOf(hits);
        requireNonNull(next, "next is null");
    }
}
