package io.watchword.llm.constrain;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a document stands: every way in which its beginning can be read. Immutable; equal standings
 * continue alike.
 */
record Standing(List<Way> ways) {
    /** What comes after a part. */
    record Rest(Symbol symbol, @Nullable Rest then) {}

    /** One way: the part being written, and what comes after it. */
    record Way(Terminal part, @Nullable Rest rest) {
        private void next(int value, Set<Way> into) {
            Terminal further = part.next(value);
            if (further != null) {
                into.add(new Way(further, rest));
            }
            if (part.mayEnd() && rest != null) {
                for (Way way : open(rest)) {
                    way.next(value, into);
                }
            }
        }

        private byte[] closing() {
            byte[] text = part.closing();
            for (Rest after = rest; after != null; after = after.then()) {
                byte[] more = after.symbol().closing();
                byte[] both = Arrays.copyOf(text, text.length + more.length);
                System.arraycopy(more, 0, both, text.length, more.length);
                text = both;
            }
            return text;
        }
    }

    Standing {
        ways = List.copyOf(ways);
    }

    /** Before the first byte of a part. */
    static Standing before(Symbol symbol) {
        return new Standing(List.copyOf(open(new Rest(symbol, null))));
    }

    private static Set<Way> open(Rest rest) {
        Set<Way> ways = new LinkedHashSet<>();
        open(rest, ways);
        return ways;
    }

    private static void open(Rest rest, Set<Way> into) {
        if (rest.symbol() instanceof Terminal terminal) {
            into.add(new Way(terminal, rest.then()));
        } else if (rest.symbol() instanceof Expansion expansion) {
            for (List<Symbol> run : expansion.alternatives()) {
                Rest chain = rest.then();
                for (int i = run.size() - 1; i >= 0; i--) {
                    chain = new Rest(run.get(i), chain);
                }
                if (chain != null) {
                    open(chain, into);
                }
            }
        }
    }

    /** After one more byte. */
    Standing next(int value) {
        if (ways.size() == 1 && ways.get(0).part() instanceof StringText text && !text.mayEnd()) {
            Terminal further = text.next(value); // the usual case, without a set
            return new Standing(
                    further == null ? List.of() : List.of(new Way(further, ways.get(0).rest())));
        }
        Set<Way> next = new LinkedHashSet<>();
        for (Way way : ways) {
            way.next(value, next);
        }
        return new Standing(List.copyOf(next));
    }

    /** Whether no document begins so. */
    boolean dead() {
        return ways.isEmpty();
    }

    /** Whether the document may be over here. */
    boolean complete() {
        return ways.stream().anyMatch(way -> way.part().mayEnd() && way.rest() == null);
    }

    /** The shortest text that completes the document. */
    byte[] closing() {
        byte[] shortest = null;
        for (Way way : ways) {
            byte[] text = way.closing();
            if (shortest == null || text.length < shortest.length) {
                shortest = text;
            }
        }
        return shortest == null ? new byte[0] : shortest;
    }
}
