package io.watchword.deploy.models;

import io.watchword.contract.bundle.ImageStep;
import io.watchword.contract.bundle.ModelFamily;
import io.watchword.contract.bundle.PatchGrid;
import io.watchword.deploy.models.onnx.Feed;
import io.watchword.deploy.models.onnx.OpenGraph;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Checks a vision encoder, by running it once on a pattern: how many tokens does a picture give?
 */
final class VisionRecipe {
    static final String ROLE = "vision_encoder";
    private static final String PIXELS = "pixel_values";
    private static final String MASK = "pixel_attention_mask";
    private static final String GRID = "grid_thw";
    private static final String FEATURES = "image_features";

    private final ModelFamily family;
    private final GraphForm graph;
    private final Findings findings;

    VisionRecipe(ModelFamily family, GraphForm graph, Findings findings) {
        this.family = family;
        this.graph = graph;
        this.findings = findings;
    }

    /** Whether it has the family's inputs and output. */
    boolean check() {
        Map<String, String> required = new LinkedHashMap<>();
        required.put(PIXELS, "float32");
        switch (family) {
            case IDEFICS3 -> required.put(MASK, "bool");
            case QWEN2_VL -> required.put(GRID, "int64");
            case LLAVA, LLAVA_QWEN2 -> {}
        }
        boolean good = true;
        for (Map.Entry<String, String> input : required.entrySet()) {
            good &=
                    has(
                            "input",
                            graph.inputs().get(input.getKey()),
                            input.getKey(),
                            input.getValue());
        }
        good &= has("output", graph.outputs().get(FEATURES), FEATURES, "float32");
        for (String name : graph.inputs().keySet()) {
            if (!required.containsKey(name)) {
                findings.problem(ROLE + ": wants an input that is not known: " + name);
                good = false;
            }
        }
        return good;
    }

    private boolean has(String kind, @Nullable TensorForm tensor, String name, String type) {
        if (tensor != null && tensor.type().equals(type)) {
            return true;
        }
        findings.problem(
                ROLE
                        + ": "
                        + kind
                        + " "
                        + name
                        + " is "
                        + (tensor == null ? "missing" : tensor)
                        + ", required "
                        + type);
        return false;
    }

    /**
     * Runs it on one picture.
     *
     * @param grid how pictures are cut, where they are
     * @return tokens of the picture; 0 if it does not fit, with a problem noted
     */
    int tokens(OpenGraph vision, List<ImageStep> steps, PatchGrid grid, int hidden) {
        long[] size = size(steps);
        if (family != ModelFamily.QWEN2_VL && size[0] == 0) {
            findings.problem("preprocessor_config.json: pictures have no fixed size");
            return 0;
        }
        List<Long> shape;
        try {
            shape = vision.run(feeds(size[0], size[1], grid), FEATURES);
        } catch (IllegalArgumentException e) {
            findings.problem(e.getMessage() == null ? e.toString() : e.getMessage());
            return 0;
        }
        long values = shape.stream().reduce(1L, (a, b) -> a * b);
        if (shape.isEmpty() || shape.get(shape.size() - 1) != hidden || values == 0) {
            findings.problem(
                    ROLE
                            + ": one picture gives "
                            + FEATURES
                            + " "
                            + shape
                            + ", the decoder takes "
                            + hidden
                            + " values a token");
            return 0;
        }
        int tokens = (int) (values / hidden);
        if (family == ModelFamily.QWEN2_VL && tokens != 2) {
            findings.problem(
                    ROLE + ": two squares of patches give " + tokens + " tokens, required 2");
        }
        return tokens;
    }

    private Map<String, Feed> feeds(long width, long height, PatchGrid grid) {
        return switch (family) {
            case IDEFICS3 ->
                    Map.of(
                            PIXELS,
                            Feed.floats(1L, 1L, 3L, height, width),
                            MASK,
                            Feed.trues(1L, 1L, height, width));
            case LLAVA, LLAVA_QWEN2 -> Map.of(PIXELS, Feed.floats(1L, 3L, height, width));
            case QWEN2_VL -> {
                long side = grid.merge();
                long values = 3L * grid.temporal() * grid.patch() * grid.patch();
                yield Map.of(
                        PIXELS,
                        Feed.floats(2 * side * side, values),
                        GRID,
                        Feed.numbers(List.of(1L, 3L), 1L, side, 2 * side));
            }
        };
    }

    /** Width and height after the last step that fixes them. */
    private static long[] size(List<ImageStep> steps) {
        long[] size = {0, 0};
        for (ImageStep step : steps) {
            if (step instanceof ImageStep.Squash squash) {
                size = new long[] {squash.width(), squash.height()};
            } else if (step instanceof ImageStep.Crop crop) {
                size = new long[] {crop.width(), crop.height()};
            }
        }
        return size;
    }
}
