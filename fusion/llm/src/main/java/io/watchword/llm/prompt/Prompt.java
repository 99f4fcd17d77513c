package io.watchword.llm.prompt;

import static io.watchword.contract.Checks.checkArgument;

import io.watchword.contract.Modality;
import io.watchword.contract.TokenLedger;
import java.util.List;

/**
 * What a language model reads: text and projected embeddings, in order.
 *
 * @param ledger positions by what they carry; nothing decoded yet
 */
public record Prompt(List<Piece> pieces, TokenLedger ledger) {
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
    }

    /** Positions of the prompt. */
    public int positions() {
        return ledger.prompt();
    }
}
