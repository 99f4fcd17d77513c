package io.watchword.llm.constrain;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * An array. Compared by identity.
 *
 * @see Items
 */
final class ArrayText implements Expansion {
    private static final Words OPEN = Words.of("[");
    private static final Words CLOSE = Words.of("]");
    private static final Words COMMA = Words.of(",", ", ");

    private final Symbol item;
    private final int min;
    private final int max; // Integer.MAX_VALUE if it has no end

    ArrayText(Symbol item, int min, int max) {
        this.item = item;
        this.min = min;
        this.max = max;
    }

    @Override
    public List<List<Symbol>> alternatives() {
        return List.of(List.of(OPEN, new Items(this, 0)));
    }

    @Override
    public byte[] closing() {
        return Joined.of(List.of(OPEN, new Items(this, 0)));
    }

    /**
     * The items that are still to come, and the end.
     *
     * @param written items; counted no further than the limits need
     */
    private record Items(ArrayText array, int written) implements Expansion {
        @Override
        public List<List<Symbol>> alternatives() {
            List<List<Symbol>> alternatives = new ArrayList<>();
            if (written < array.max) {
                Items next = new Items(array, counted(written + 1));
                alternatives.add(
                        written == 0
                                ? List.of(array.item, next)
                                : List.of(COMMA, array.item, next));
            }
            if (written >= array.min) {
                alternatives.add(List.of(CLOSE));
            }
            return alternatives;
        }

        private int counted(int count) {
            return array.max == Integer.MAX_VALUE ? Math.min(count, Math.max(1, array.min)) : count;
        }

        @Override
        public byte[] closing() {
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            for (int i = written; i < array.min; i++) {
                text.writeBytes(i == 0 ? new byte[0] : COMMA.closing());
                text.writeBytes(array.item.closing());
            }
            text.writeBytes(CLOSE.closing());
            return text.toByteArray();
        }
    }
}
