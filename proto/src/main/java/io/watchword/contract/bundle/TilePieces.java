package io.watchword.contract.bundle;

import static io.watchword.contract.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

/**
 * What a published model reads of a picture that was cut into tiles.
 *
 * @param tile what stands for each tile, {@value #ROW} and {@value #COLUMN} being where it is,
 *     beginning with 1
 * @param rowEnd after each row of tiles
 * @param whole what stands for the whole picture, after its tiles
 * @param maxImages most pictures of a prompt that are shown with their tiles
 */
public record TilePieces(String tile, String rowEnd, String whole, int maxImages) {
    static final String ROW = "{row}";
    static final String COLUMN = "{column}";

    public TilePieces {
        requireNonNull(rowEnd, "rowEnd is null");
        PromptPieces.once("tiles.tile", tile, PromptPieces.TOKENS);
        PromptPieces.once("tiles.tile", tile, ROW);
        PromptPieces.once("tiles.tile", tile, COLUMN);
        PromptPieces.once("tiles.whole", whole, PromptPieces.TOKENS);
        checkArgument(
                maxImages > 0,
                "bundle.json: languageModel.prompt.tiles.maxImages is %s, required more than 0",
                maxImages);
    }

    /** The text of one picture, each view of it being as many image tokens. */
    String text(int rows, int columns, String tokens) {
        StringBuilder text = new StringBuilder();
        for (int row = 1; row <= rows; row++) {
            for (int column = 1; column <= columns; column++) {
                text.append(
                        tile.replace(ROW, Integer.toString(row))
                                .replace(COLUMN, Integer.toString(column))
                                .replace(PromptPieces.TOKENS, tokens));
            }
            text.append(rowEnd);
        }
        return text.append(whole.replace(PromptPieces.TOKENS, tokens)).toString();
    }
}
