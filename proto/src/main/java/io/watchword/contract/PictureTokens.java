package io.watchword.contract;

import static io.watchword.contract.Checks.checkArgument;

/**
 * A run of a spatial block's embeddings: those of one picture, or of one tile that was cut out of
 * it. The tiles of a picture stand before it, row by row.
 *
 * @param ptsUs media time of the picture
 * @param rows embeddings from top to bottom; 1 where the model keeps no order of rows
 * @param columns embeddings from left to right
 * @param tileRow which tile from the top, beginning with 1; 0 for the whole picture
 * @param tileColumn which tile from the left, beginning with 1; 0 for the whole picture
 * @param detail whether only the answer to a question needs it
 */
public record PictureTokens(
        long ptsUs, int rows, int columns, int tileRow, int tileColumn, boolean detail) {
    public PictureTokens {
        checkArgument(rows > 0 && columns > 0, "picture has %d×%d embeddings", rows, columns);
        checkArgument(
                tileRow >= 0 && tileColumn >= 0 && (tileRow == 0) == (tileColumn == 0),
                "tile of a picture is in row %d, column %d",
                tileRow,
                tileColumn);
        checkArgument(tileRow > 0 || !detail, "a whole picture is no detail");
    }

    /** A whole picture. */
    public PictureTokens(long ptsUs, int rows, int columns) {
        this(ptsUs, rows, columns, 0, 0, false);
    }

    public int count() {
        return Math.multiplyExact(rows, columns);
    }

    /** Whether it is a part of a picture. */
    public boolean tile() {
        return tileRow > 0;
    }
}
