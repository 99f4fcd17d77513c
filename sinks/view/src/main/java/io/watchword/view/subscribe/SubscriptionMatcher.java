package io.watchword.view.subscribe;

import static io.watchword.contract.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

import io.watchword.contract.Hit;
import io.watchword.contract.StandingSubscription;
import io.watchword.contract.StandingSubscription.By;
import io.watchword.view.timeline.EvidenceVectors;
import io.watchword.view.timeline.TimelineEntry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The cheap stage: which subscriptions an event may be meant for, by words, meaning, labels and
 * streams, for ten thousand subscriptions in a millisecond or less. Knows nothing of time, rights
 * or earlier events. Not thread-safe.
 */
public final class SubscriptionMatcher {
    private static final float NOTHING_ALIKE = -1;

    private final PlainWords plainWords;
    private final Map<String, Integer> slots = new HashMap<>();
    private final List<@Nullable Entry> entries = new ArrayList<>();
    private final Deque<Integer> free = new ArrayDeque<>();
    private final WordIndex words = new WordIndex();
    private final BitSet wordless = new BitSet();
    private final Map<String, Meanings> meanings = new HashMap<>();

    /** Vectors of one bundle, and whose they are. */
    private static final class Meanings {
        private final VectorTable table;
        private final List<Integer> slotOfRow = new ArrayList<>(); // -1 for a free row
        private final Deque<Integer> free = new ArrayDeque<>();
        private float[] cosines = new float[0];

        Meanings(int dim) {
            table = new VectorTable(dim);
        }
    }

    /**
     * @param row of the vector in the table of its bundle; negative without one
     */
    private record Entry(
            StandingSubscription subscription,
            List<PlainWords.Wanted> wanted,
            String bundleSha256,
            int row) {}

    public SubscriptionMatcher(PlainWords plainWords) {
        this.plainWords = requireNonNull(plainWords, "plainWords is null");
    }

    public int size() {
        return slots.size();
    }

    /**
     * Adds a subscription, or puts it in the place of the one with its id.
     *
     * @param bundleSha256 which bundle made the vector
     * @param vector of its words, unit; empty where there is none
     */
    public void put(StandingSubscription subscription, String bundleSha256, float[] vector) {
        remove(subscription.id());
        int slot = free.isEmpty() ? entries.size() : free.pop();
        List<PlainWords.Wanted> wanted = plainWords.wanted(subscription.words());
        int row = -1;
        if (subscription.words().isBlank()) {
            wordless.set(slot);
        } else {
            words.set(slot, wanted);
            row = vector.length == 0 ? -1 : row(slot, bundleSha256, vector);
        }
        Entry entry = new Entry(subscription, wanted, bundleSha256, row);
        if (slot == entries.size()) {
            entries.add(entry);
        } else {
            entries.set(slot, entry);
        }
        slots.put(subscription.id(), slot);
    }

    private int row(int slot, String bundleSha256, float[] vector) {
        Meanings of = meanings.computeIfAbsent(bundleSha256, bundle -> new Meanings(vector.length));
        checkArgument(
                vector.length == of.table.dim(),
                "the vector has %d values, others of bundle %s have %d",
                vector.length,
                bundleSha256,
                of.table.dim());
        int row = of.free.isEmpty() ? of.table.rows() : of.free.pop();
        of.table.set(row, vector);
        if (row == of.slotOfRow.size()) {
            of.slotOfRow.add(slot);
        } else {
            of.slotOfRow.set(row, slot);
        }
        return row;
    }

    /** Returns whether there was one. */
    public boolean remove(String id) {
        Integer slot = slots.remove(id);
        if (slot == null) {
            return false;
        }
        Entry entry = entry(slot);
        words.remove(slot, entry.wanted());
        wordless.clear(slot);
        if (entry.row() >= 0) {
            Meanings of = requireNonNull(meanings.get(entry.bundleSha256()), "no vectors");
            of.slotOfRow.set(entry.row(), -1);
            of.free.push(entry.row());
        }
        entries.set(slot, null);
        free.push(slot);
        return true;
    }

    /** The one with an id. */
    public Optional<StandingSubscription> find(String id) {
        Integer slot = slots.get(id);
        return slot == null ? Optional.empty() : Optional.of(entry(slot).subscription());
    }

    /**
     * Those that an event matches, and beside them those that are asked about, whether it matches
     * them or not.
     *
     * @param asked ids; unknown ones are passed over
     */
    public List<Scored> match(TimelineEntry event, Collection<String> asked) {
        Told caption = plainWords.told(event.event().caption());
        Map<String, String> told = caption.words();
        Set<Integer> byWords = new LinkedHashSet<>(words.matching(told.keySet()));
        byWords.removeIf(slot -> !caption.binds(entry(slot).wanted()));
        @Nullable Meanings alike = cosines(event.vectors());
        Set<Integer> candidates = new LinkedHashSet<>(byWords);
        wordless.stream().forEach(candidates::add);
        if (alike != null) {
            addAlike(alike, candidates);
        }
        for (String id : asked) {
            Integer slot = slots.get(id);
            if (slot != null) {
                candidates.add(slot);
            }
        }
        Set<String> wantedAnyway = Set.copyOf(asked);
        List<Scored> scored = new ArrayList<>();
        for (int slot : candidates) {
            Entry entry = entry(slot);
            if (sees(entry.subscription(), event)) {
                Scored one = score(entry, told, byWords.contains(slot), alike, event);
                if (one.matches() || wantedAnyway.contains(entry.subscription().id())) {
                    scored.add(one);
                }
            }
        }
        return scored;
    }

    private @Nullable Meanings cosines(EvidenceVectors vectors) {
        Meanings of = meanings.get(vectors.bundleSha256());
        if (of == null || vectors.text().length != of.table.dim()) {
            return null;
        }
        if (of.cosines.length < of.table.rows()) {
            of.cosines = new float[of.table.rows() * 2];
        }
        of.table.cosines(vectors.text(), of.cosines);
        return of;
    }

    private void addAlike(Meanings alike, Set<Integer> candidates) {
        for (int row = 0; row < alike.table.rows(); row++) {
            int slot = alike.slotOfRow.get(row);
            if (slot >= 0) {
                StandingSubscription.Rule rule = entry(slot).subscription().rule();
                boolean counts = rule.by() == By.MEANING || rule.by() == By.EITHER;
                if (counts && alike.cosines[row] >= rule.threshold()) {
                    candidates.add(slot);
                }
            }
        }
    }

    private static boolean sees(StandingSubscription subscription, TimelineEntry event) {
        return (subscription.streamIds().isEmpty()
                        || subscription.streamIds().contains(event.event().streamId()))
                && event.event().labels().containsAll(subscription.labels());
    }

    private static Scored score(
            Entry entry,
            Map<String, String> told,
            boolean hasWords,
            @Nullable Meanings alike,
            TimelineEntry event) {
        StandingSubscription subscription = entry.subscription();
        boolean comparable =
                alike != null
                        && entry.row() >= 0
                        && entry.bundleSha256().equals(event.vectors().bundleSha256());
        Optional<Float> cosine =
                comparable && alike != null
                        ? Optional.of(alike.cosines[entry.row()])
                        : Optional.empty();
        StandingSubscription.Rule rule = subscription.rule();
        boolean isAlike = cosine.filter(value -> value >= rule.threshold()).isPresent();
        float likeness = cosine.orElse(NOTHING_ALIKE);
        boolean matches;
        float score;
        if (subscription.words().isBlank()) {
            matches = true;
            score = 1;
        } else {
            switch (rule.by()) {
                case WORDS -> {
                    matches = hasWords;
                    score = hasWords ? 1 : NOTHING_ALIKE;
                }
                case MEANING -> {
                    matches = isAlike;
                    score = likeness;
                }
                case EITHER -> {
                    matches = hasWords || isAlike;
                    score = hasWords ? 1 : likeness;
                }
                case BOTH -> {
                    // What cannot be compared is decided by the words alone.
                    matches = hasWords && (isAlike || cosine.isEmpty());
                    score = hasWords ? cosine.orElse(1f) : NOTHING_ALIKE;
                }
                default -> throw new IllegalStateException("no such rule: " + rule.by());
            }
        }
        return new Scored(subscription, matches, score, why(entry, told, cosine));
    }

    private static Hit.Why why(Entry entry, Map<String, String> told, Optional<Float> cosine) {
        Set<String> said = new LinkedHashSet<>();
        for (PlainWords.Wanted wanted : entry.wanted()) {
            wanted.keys().stream().filter(told::containsKey).map(told::get).forEach(said::add);
        }
        return new Hit.Why(
                List.copyOf(said),
                cosine,
                entry.subscription().labels(),
                Hit.Verdict.NOT_ASKED,
                Optional.empty());
    }

    private Entry entry(int slot) {
        return requireNonNull(entries.get(slot), "slot is empty");
    }
}
