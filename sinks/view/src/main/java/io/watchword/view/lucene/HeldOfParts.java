package io.watchword.view.lucene;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReader;
import org.jspecify.annotations.Nullable;

/**
 * What is held in memory of each part of an index, which never changes but for what is deleted.
 * Dropped with the part. Thread-safe.
 */
final class HeldOfParts<T> {
    private final Map<IndexReader.CacheKey, T> parts = new ConcurrentHashMap<>();
    private final Supplier<T> empty;

    /**
     * @param empty what is held of a part at first
     */
    HeldOfParts(Supplier<T> empty) {
        this.empty = empty;
    }

    /** Empty for a part of which nothing can be held. */
    Optional<T> in(LeafReader part) {
        IndexReader.@Nullable CacheHelper core = part.getCoreCacheHelper();
        if (core == null) {
            return Optional.empty();
        }
        @Nullable T held = parts.get(core.getKey());
        if (held != null) {
            return Optional.of(held);
        }
        T fresh = empty.get();
        held = parts.putIfAbsent(core.getKey(), fresh);
        if (held != null) {
            return Optional.of(held);
        }
        core.addClosedListener(parts::remove);
        return Optional.of(fresh);
    }

    /** How many parts anything is held of. */
    int size() {
        return parts.size();
    }
}
