package io.watchword.llm.prompt;

import static io.watchword.contract.Checks.checkArgument;

import io.watchword.contract.Modality;
import io.watchword.contract.TokenLedger;
import java.util.Arrays;
import java.util.List;

/**
 * What a language model reads: text and projected embeddings, in order.
 *
 * @param ledger positions by what they carry; nothing decoded yet
 * @param head of those at its start that say nothing of what is asked: other prompts about the same
 *     segments begin alike. They end where a piece ends; none where all is zero.
 */
public record Prompt(List<Piece> pieces, TokenLedger ledger, TokenLedger head) {
    private static final TokenLedger NONE = new TokenLedger(0, 0, 0, 0, 0, 0, 0);

    /** A run of positions. */
    public sealed interface Piece {
        int positions();
    }

    /** Token ids of text and delimiters. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Tokens(int[] ids) implements Piece {
        @Override
        public int positions() {
            return ids.length;
        }
    }

    /**
     * Embeddings that a projector made of one block.
     *
     * @param values shape (positions, hidden), row-major
     * @param rows positions from top to bottom of a picture; 1 where they have no order of rows
     * @param columns positions from left to right
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Embeds(Modality modality, int positions, float[] values, int rows, int columns)
            implements Piece {
        public Embeds {
            checkArgument(
                    rows * columns == positions,
                    "%d×%d embeddings have %d positions",
                    rows,
                    columns,
                    positions);
        }

        public Embeds(Modality modality, int positions, float[] values) {
            this(modality, positions, values, 1, positions);
        }
    }

    public Prompt {
        pieces = List.copyOf(pieces);
        int positions = pieces.stream().mapToInt(Piece::positions).sum();
        checkArgument(positions > 0, "prompt is empty");
        checkArgument(
                positions == ledger.prompt(),
                "prompt has %d positions, its ledger %d",
                positions,
                ledger.prompt());
        checkArgument(
                head.prompt() < positions && headPieces(pieces, head) >= 0,
                "head of %d positions ends in no piece of a prompt of %d",
                head.prompt(),
                positions);
    }

    /** A prompt that begins like no other. */
    public Prompt(List<Piece> pieces, TokenLedger ledger) {
        this(pieces, ledger, NONE);
    }

    /** How many pieces make the head; -1 if it ends within one. */
    private static int headPieces(List<Piece> pieces, TokenLedger head) {
        int left = head.prompt();
        int count = 0;
        while (left > 0) {
            left -= pieces.get(count).positions();
            count++;
        }
        return left == 0 ? count : -1;
    }

    /** Positions of the prompt. */
    public int positions() {
        return ledger.prompt();
    }

    public boolean hasHead() {
        return head.prompt() > 0;
    }

    /** The head as a prompt of its own; only where there is one. */
    public Prompt headAlone() {
        return new Prompt(pieces.subList(0, headPieces(pieces, head)), head);
    }

    /** What comes after the head. */
    public Prompt afterHead() {
        TokenLedger left =
                new TokenLedger(
                        ledger.text() - head.text(),
                        ledger.spatial() - head.spatial(),
                        ledger.motion() - head.motion(),
                        ledger.audio() - head.audio(),
                        ledger.temporal() - head.temporal(),
                        ledger.delimiter() - head.delimiter(),
                        0);
        return new Prompt(pieces.subList(headPieces(pieces, head), pieces.size()), left);
    }

    /** Whether the other one's head is number by number the same. */
    public boolean beginsLike(Prompt other) {
        if (!head.equals(other.head) || !hasHead()) {
            return false;
        }
        int count = headPieces(pieces, head);
        if (count != headPieces(other.pieces, other.head)) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            if (!same(pieces.get(i), other.pieces.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean same(Piece one, Piece other) {
        if (one == other) {
            return true;
        }
        if (one instanceof Tokens a && other instanceof Tokens b) {
            return Arrays.equals(a.ids(), b.ids());
        }
        return one instanceof Embeds a
                && other instanceof Embeds b
                && a.rows() == b.rows()
                && a.columns() == b.columns()
                && Arrays.equals(a.values(), b.values());
    }
}
