package io.watchword.contract;

import static io.watchword.contract.Checks.checkArgument;

/**
 * A run of a spatial block's embeddings: those of one picture.
 *
 * @param ptsUs media time of the picture
 * @param rows embeddings from top to bottom; 1 where the model keeps no order of rows
 * @param columns embeddings from left to right
 */
public record PictureTokens(long ptsUs, int rows, int columns) {
    public PictureTokens {
        checkArgument(rows > 0 && columns > 0, "picture has %d×%d embeddings", rows, columns);
    }

    public int count() {
        return Math.multiplyExact(rows, columns);
    }
}
