package io.watchword.llm.constrain;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ObjIntConsumer;
import java.util.stream.IntStream;

/**
 * The texts of a tokenizer's tokens as a tree of bytes, so that what tokens begin alike is judged
 * once. Immutable.
 */
final class PieceTree {
    private static final int NONE = -1;
    private static final int ROOT = 0;

    private final int[] firstChild; // by node, NONE where there is none
    private final int[] nextSibling;
    private final int[] values; // [0, 255]
    private final int[] tokensFrom; // the tokens that end at a node: [from, to) of ids
    private final int[] tokensTo;
    private final int[] ids;
    private final List<byte[]> pieces;
    private int nodes = 1;

    /** What becomes of a document when bytes are added to it. */
    interface Step<S> {
        S next(S state, int value);

        /** Whether nothing can follow. */
        boolean dead(S state);
    }

    /**
     * @param pieces bytes by token id; none where a token is no text
     */
    PieceTree(List<byte[]> pieces) {
        this.pieces = List.copyOf(pieces);
        int bytes = 1 + pieces.stream().mapToInt(piece -> piece.length).sum();
        firstChild = filled(bytes);
        nextSibling = filled(bytes);
        values = new int[bytes];
        tokensFrom = new int[bytes];
        tokensTo = new int[bytes];
        ids = sortedIds(pieces);
        for (int i = 0; i < ids.length; i++) {
            add(pieces.get(ids[i]), i);
        }
    }

    private static int[] filled(int length) {
        int[] values = new int[length];
        Arrays.fill(values, NONE);
        return values;
    }

    /** Ids of the tokens that are text, those of equal bytes side by side. */
    private static int[] sortedIds(List<byte[]> pieces) {
        return IntStream.range(0, pieces.size())
                .filter(id -> pieces.get(id).length > 0)
                .boxed()
                .sorted(Comparator.comparing(pieces::get, Arrays::compareUnsigned))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private void add(byte[] piece, int index) {
        int node = ROOT;
        for (byte value : piece) {
            int child = child(node, value & 0xff);
            node = child == NONE ? newChild(node, value & 0xff) : child;
        }
        if (tokensTo[node] == 0) {
            tokensFrom[node] = index;
        }
        tokensTo[node] = index + 1;
    }

    private int newChild(int parent, int value) {
        int node = nodes;
        nodes++;
        values[node] = value;
        nextSibling[node] = firstChild[parent];
        firstChild[parent] = node;
        return node;
    }

    private int child(int node, int value) {
        int child = firstChild[node];
        while (child != NONE && values[child] != value) {
            child = nextSibling[child];
        }
        return child;
    }

    /** Bytes of a token; none where it is no text. Nobody may write to them. */
    byte[] piece(int tokenId) {
        return tokenId < pieces.size() ? pieces.get(tokenId) : new byte[0];
    }

    /** Finds the tokens that can follow, and what each leads to. */
    <S> void follow(S state, Step<S> step, ObjIntConsumer<S> found) {
        follow(ROOT, state, step, found);
    }

    private <S> void follow(int node, S state, Step<S> step, ObjIntConsumer<S> found) {
        for (int child = firstChild[node]; child != NONE; child = nextSibling[child]) {
            S next = step.next(state, values[child]);
            if (!step.dead(next)) {
                for (int i = tokensFrom[child]; i < tokensTo[child]; i++) {
                    found.accept(next, ids[i]);
                }
                follow(child, next, step, found);
            }
        }
    }

    /** The fewest tokens that spell a text; empty if none do. */
    Optional<int[]> fewest(byte[] text) {
        int[] count = new int[text.length + 1]; // tokens from there to the end
        int[] token = new int[text.length]; // the first of them
        int[] length = new int[text.length]; // of that one, bytes
        Arrays.fill(count, Integer.MAX_VALUE);
        count[text.length] = 0;
        for (int from = text.length - 1; from >= 0; from--) {
            int node = child(ROOT, text[from] & 0xff);
            for (int to = from + 1; node != NONE; to++) {
                if (tokensTo[node] > 0 && count[to] < count[from] - 1) {
                    count[from] = count[to] + 1;
                    token[from] = ids[tokensFrom[node]];
                    length[from] = to - from;
                }
                node = to < text.length ? child(node, text[to] & 0xff) : NONE;
            }
        }
        if (count[0] == Integer.MAX_VALUE) {
            return Optional.empty();
        }
        int[] spelled = new int[count[0]];
        int at = 0;
        for (int i = 0; i < spelled.length; i++) {
            spelled[i] = token[at];
            at += length[at];
        }
        return Optional.of(spelled);
    }
}
