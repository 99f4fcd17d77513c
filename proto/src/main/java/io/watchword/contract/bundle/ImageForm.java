package io.watchword.contract.bundle;

import static io.watchword.contract.Checks.checkArgument;

import java.util.List;
import java.util.Optional;

/**
 * From a key frame to {@code pixel_values}: the steps, then {@code (byte * rescale - mean) / std}
 * for each channel, then patches where the encoder takes them.
 *
 * @param tokens image tokens of one picture; 0 where the grid of patches decides
 * @param patches how the pixels are cut, for encoders that take patches
 * @param tiling when tiles are shown
 * @param tiles how a picture is cut into tiles; empty where the model was not taught them
 */
public record ImageForm(
        List<ImageStep> steps,
        double rescale,
        List<Double> mean,
        List<Double> std,
        int tokens,
        Optional<PatchGrid> patches,
        Tiling tiling,
        Optional<TileForm> tiles) {
    public ImageForm {
        steps = List.copyOf(steps);
        mean = List.copyOf(mean);
        std = List.copyOf(std);
        checkArgument(!steps.isEmpty(), "bundle.json: image.steps is empty");
        checkArgument(
                mean.size() == 3 && std.size() == 3 && std.stream().allMatch(s -> s > 0),
                "bundle.json: image mean %s and std %s, required three numbers each",
                mean,
                std);
        checkArgument(rescale > 0, "bundle.json: image.rescale is %s", rescale);
        checkArgument(
                patches.isPresent() == (tokens == 0),
                "bundle.json: image.tokens is %s, %s image.patches",
                tokens,
                patches.isPresent() ? "with" : "without");
        checkArgument(
                tiling == Tiling.OFF || tiles.isPresent(),
                "bundle.json: image.tiling is \"%s\", image.tiles is missing",
                tiling.key());
        checkArgument(
                tiles.isEmpty() || patches.isEmpty(),
                "bundle.json: image has tiles and patches, required one of them");
    }

    /** Pictures that are not cut into tiles. */
    public ImageForm(
            List<ImageStep> steps,
            double rescale,
            List<Double> mean,
            List<Double> std,
            int tokens,
            Optional<PatchGrid> patches) {
        this(steps, rescale, mean, std, tokens, patches, Tiling.OFF, Optional.empty());
    }

    /** Image tokens of a picture whose grid is so many patches high and wide. */
    public int tokens(int gridHeight, int gridWidth) {
        return patches.map(grid -> gridHeight * gridWidth / (grid.merge() * grid.merge()))
                .orElse(tokens);
    }
}
