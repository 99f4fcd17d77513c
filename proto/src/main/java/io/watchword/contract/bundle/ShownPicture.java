package io.watchword.contract.bundle;

import static io.watchword.contract.Checks.checkArgument;

/**
 * A picture as a prompt shows it.
 *
 * @param tokens image tokens of the whole picture, and of each tile
 * @param tileRows rows of tiles; 0 without
 * @param tileColumns tiles in a row; 0 without
 * @param timeUs when it was, from the video's start
 */
public record ShownPicture(int tokens, int tileRows, int tileColumns, long timeUs) {
    public ShownPicture {
        checkArgument(tokens > 0, "picture has %d image tokens", tokens);
        checkArgument(
                tileRows >= 0 && tileColumns >= 0 && (tileRows == 0) == (tileColumns == 0),
                "picture has %d×%d tiles",
                tileRows,
                tileColumns);
    }

    /** Without tiles, of no video. */
    public ShownPicture(int tokens) {
        this(tokens, 0, 0, 0);
    }

    boolean tiled() {
        return tileRows > 0;
    }
}
