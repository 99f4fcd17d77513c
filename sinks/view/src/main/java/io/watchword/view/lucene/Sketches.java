package io.watchword.view.lucene;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.lucene.index.LeafReader;
import org.jspecify.annotations.Nullable;

/**
 * The vectors of the parts of an index as one bit a value, in memory: whether it is above the mean
 * of its part. What a bit says of a vector is little, but a sketch is compared some twenty times
 * faster, and few vectors are left to be compared in full. Made when a part was asked for a third
 * time, so that a single search does not pay for it; dropped with the part. Thread-safe.
 */
final class Sketches {
    private static final int ASKED_BEFORE_MADE = 2;

    private final HeldOfParts<Map<String, Slot>> parts =
            new HeldOfParts<>(ConcurrentHashMap::new); // by field

    private static final class Slot {
        private final AtomicInteger asked = new AtomicInteger();
        private @Nullable PartSketches made; // under the slot's lock

        synchronized PartSketches madeOf(LeafReader part, String field) throws IOException {
            if (made == null) {
                made = PartSketches.of(part, field);
            }
            return made;
        }
    }

    /** Those of a part that has vectors; empty while they are not worth it. */
    Optional<PartSketches> in(LeafReader part, String field) throws IOException {
        Optional<Map<String, Slot>> fields = parts.in(part);
        if (fields.isEmpty()) {
            return Optional.empty();
        }
        Slot slot = fields.get().computeIfAbsent(field, name -> new Slot());
        return slot.asked.incrementAndGet() <= ASKED_BEFORE_MADE
                ? Optional.empty()
                : Optional.of(slot.madeOf(part, field));
    }

    /** How many parts are held. */
    int size() {
        return parts.size();
    }
}
