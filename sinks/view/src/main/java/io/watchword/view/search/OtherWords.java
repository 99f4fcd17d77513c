package io.watchword.view.search;

import java.util.Set;

/** Other words that say what a word says, in any language. Thread-safe. */
@FunctionalInterface
public interface OtherWords {
    /** Knows none. */
    OtherWords NONE = stem -> Set.of();

    /**
     * Stems of what else may be said for a word, or for a kind of it; empty for one that is not
     * known.
     *
     * @param stem of the word, of English or Russian
     */
    Set<String> of(String stem);
}
