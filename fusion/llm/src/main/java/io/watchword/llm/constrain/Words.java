package io.watchword.llm.constrain;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One of several fixed texts.
 *
 * @param from first of the spellings that begin as what was written
 * @param to after the last of them
 * @param at bytes written
 */
record Words(Spellings spellings, int from, int to, int at) implements Terminal {
    /** The texts, in the order of their bytes; compared by identity. */
    static final class Spellings {
        private final byte[][] sorted;

        private Spellings(Collection<String> texts) {
            sorted = texts.stream().distinct().map(t -> t.getBytes(UTF_8)).toArray(byte[][]::new);
            Arrays.sort(sorted, Arrays::compareUnsigned);
        }
    }

    static Words of(Collection<String> texts) {
        Spellings spellings = new Spellings(texts);
        return new Words(spellings, 0, spellings.sorted.length, 0);
    }

    static Words of(String... texts) {
        return of(List.of(texts));
    }

    @Override
    public @Nullable Terminal next(int value) {
        int first = from;
        while (first < to && !continues(first, value)) {
            first++;
        }
        int last = first;
        while (last < to && continues(last, value)) {
            last++;
        }
        return first == last ? null : new Words(spellings, first, last, at + 1);
    }

    private boolean continues(int index, int value) {
        byte[] text = spellings.sorted[index];
        return text.length > at && (text[at] & 0xff) == value;
    }

    @Override
    public boolean mayEnd() {
        return spellings.sorted[from].length == at; // the shortest stands first
    }

    @Override
    public byte[] closing() {
        byte[] shortest = spellings.sorted[from];
        for (int i = from + 1; i < to; i++) {
            shortest =
                    spellings.sorted[i].length < shortest.length ? spellings.sorted[i] : shortest;
        }
        return Arrays.copyOfRange(shortest, at, shortest.length);
    }
}
