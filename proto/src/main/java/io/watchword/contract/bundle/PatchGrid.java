package io.watchword.contract.bundle;

import static io.watchword.contract.Checks.checkArgument;

/**
 * How pixels are cut for an encoder that takes patches, [patches, 3 * temporal * patch * patch]:
 * squares of {@code merge} by {@code merge} patches row by row, in a square row by row; in a patch
 * channel, then time (a still picture repeats), then row, then column.
 *
 * @param patch side of a patch, in pixels
 * @param merge side of the square of patches that becomes one token
 * @param temporal pictures in a patch
 */
public record PatchGrid(int patch, int merge, int temporal) {
    public PatchGrid {
        checkArgument(
                patch > 0 && merge > 0 && temporal > 0,
                "bundle.json: image.patches is %s, %s, %s, required more than 0 each",
                patch,
                merge,
                temporal);
    }
}
