package io.watchword.contract.bundle;

import static io.watchword.contract.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

/**
 * How a picture is cut into tiles: resized so that its longer side is {@code edge}, as {@link
 * ImageStep.LongestEdge} says; resized again so that both sides are multiples of {@code side}, the
 * longer one rounded up and the other following the ratio before it is rounded up as well; cut into
 * squares of {@code side}. The whole picture is then made of the resized one. One that needs a
 * single square is not cut.
 */
public record TileForm(int edge, int side, ImageFilter filter) {
    public TileForm {
        requireNonNull(filter, "filter is null");
        checkArgument(
                side > 0 && edge >= side,
                "bundle.json: image.tiles has edge %s and side %s, required edge >= side > 0",
                edge,
                side);
    }

    /** Tiles along the longer side; along the other at most as many. */
    public int most() {
        return (edge + side - 1) / side;
    }
}
