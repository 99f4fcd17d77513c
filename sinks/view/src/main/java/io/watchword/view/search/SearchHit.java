package io.watchword.view.search;

import static java.util.Objects.requireNonNull;

import io.watchword.view.timeline.TimelineEntry;
import java.util.List;
import java.util.Optional;

/**
 * An event that was found.
 *
 * @param score only to be compared within one answer
 * @param words of the query that the caption, labels or names hold, or say in another word
 * @param likeness cosine of the query's or the other event's vector with this one's, {@code [-1,
 *     1]}; empty where it was found by words alone
 * @param snippet the caption in pieces, those that match marked
 */
public record SearchHit(
        TimelineEntry entry,
        float score,
        List<String> words,
        Optional<Float> likeness,
        List<Piece> snippet) {
    /** Text of a caption, never to be trusted as markup. */
    public record Piece(String text, boolean match) {}

    public SearchHit {
        requireNonNull(entry, "entry is null");
        requireNonNull(likeness, "likeness is null");
        words = List.copyOf(words);
        snippet = List.copyOf(snippet);
    }
}
