package io.watchword.view.lucene;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Term;

/**
 * Which of the other words for words an index has at all: to look for each of some twenty in every
 * part would take longer than the search. Holds as many as were asked for. Thread-safe.
 */
final class IndexedStems {
    private final HeldOfParts<Map<String, Boolean>> parts =
            new HeldOfParts<>(ConcurrentHashMap::new);

    boolean has(String stem, List<LeafReaderContext> in) throws IOException {
        for (LeafReaderContext leaf : in) {
            Optional<Map<String, Boolean>> held = parts.in(leaf.reader());
            Boolean has = held.isPresent() ? held.get().get(stem) : null;
            if (has == null) {
                has = leaf.reader().docFreq(new Term(EntryDocument.WORDS, stem)) > 0;
                if (held.isPresent()) {
                    held.get().put(stem, has);
                }
            }
            if (has) {
                return true;
            }
        }
        return false;
    }
}
