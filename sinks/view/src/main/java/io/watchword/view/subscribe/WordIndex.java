package io.watchword.view.subscribe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which slots want which words: finds the slots all of whose words a caption has, by looking only
 * at slots that share a word with it. Not thread-safe.
 */
final class WordIndex {
    private final Map<String, Postings> postings = new HashMap<>();
    private int[] required = new int[64]; // by slot; 0 for a slot without words
    private int[] found = new int[64];
    private int[] lastTerm = new int[64];
    private int[] lastRound = new int[64];
    private int round;

    /** Slots of one key, each with which of its words the key is. */
    private static final class Postings {
        private int[] slots = new int[4];
        private int[] terms = new int[4];
        private int size;

        void add(int slot, int term) {
            if (size == slots.length) {
                slots = Arrays.copyOf(slots, size * 2);
                terms = Arrays.copyOf(terms, size * 2);
            }
            slots[size] = slot;
            terms[size++] = term;
        }

        void remove(int slot) {
            int kept = 0;
            for (int i = 0; i < size; i++) {
                if (slots[i] != slot) {
                    slots[kept] = slots[i];
                    terms[kept++] = terms[i];
                }
            }
            size = kept;
        }
    }

    void set(int slot, List<PlainWords.Wanted> wanted) {
        if (slot >= required.length) {
            int length = Math.max(slot + 1, required.length * 2);
            required = Arrays.copyOf(required, length);
            found = Arrays.copyOf(found, length);
            lastTerm = Arrays.copyOf(lastTerm, length);
            lastRound = Arrays.copyOf(lastRound, length);
        }
        required[slot] = wanted.size();
        for (int term = 0; term < wanted.size(); term++) {
            for (String key : wanted.get(term).keys()) {
                postings.computeIfAbsent(key, k -> new Postings()).add(slot, term);
            }
        }
    }

    void remove(int slot, List<PlainWords.Wanted> wanted) {
        required[slot] = 0;
        for (PlainWords.Wanted one : wanted) {
            for (String key : one.keys()) {
                Postings of = postings.get(key);
                if (of != null) {
                    of.remove(slot);
                    if (of.size == 0) {
                        postings.remove(key);
                    }
                }
            }
        }
    }

    /** Slots that want at least one word, and all of whose words are told. */
    List<Integer> matching(Set<String> told) {
        round++;
        List<Integer> complete = new ArrayList<>();
        for (String key : told) {
            Postings of = postings.get(key);
            if (of != null) {
                count(of, complete);
            }
        }
        return complete;
    }

    /** A word with several meanings must not count twice; it has one or two, so a bit each does. */
    private void count(Postings of, List<Integer> complete) {
        for (int i = 0; i < of.size; i++) {
            int slot = of.slots[i];
            if (lastRound[slot] != round) {
                lastRound[slot] = round;
                found[slot] = 0;
                lastTerm[slot] = 0;
            }
            int bit = 1 << (of.terms[i] & 31);
            if ((lastTerm[slot] & bit) == 0) {
                lastTerm[slot] |= bit;
                if (++found[slot] == Math.min(required[slot], Integer.SIZE)) {
                    complete.add(slot);
                }
            }
        }
    }
}
