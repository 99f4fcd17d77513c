package io.watchword.encoders.onnx;

import static io.watchword.contract.Checks.checkArgument;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.TensorInfo;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a published {@code vision_encoder} takes, by name: families differ.
 *
 * @param pixels shape of {@code pixel_values}
 * @param mask whether it takes {@code pixel_attention_mask}, bool (batch, pictures, height, width)
 * @param grid name of the input with time, rows and columns of patches, i64 (pictures, 3); null
 *     where it takes no patches
 */
record VisionForm(Pixels pixels, boolean mask, @Nullable String grid) {
    static final String PIXEL_VALUES = "pixel_values";
    static final String MASK = "pixel_attention_mask";
    static final String IMAGE_FEATURES = "image_features";
    private static final Set<String> GRIDS = Set.of("grid_thw", "image_grid_thw");

    /** Shapes of {@code pixel_values}. */
    enum Pixels {
        /** (pictures, 3, height, width). */
        PICTURES,
        /** (batch, pictures, 3, height, width). */
        BATCHES_OF_PICTURES,
        /** (patches, values). */
        PATCHES
    }

    /**
     * Reads a model's metadata.
     *
     * @throws IllegalArgumentException if it takes what we cannot give, or gives no features
     */
    static VisionForm of(Map<String, NodeInfo> inputs, Map<String, NodeInfo> outputs) {
        String grid = null;
        for (Map.Entry<String, NodeInfo> input : inputs.entrySet()) {
            String name = input.getKey();
            if (GRIDS.contains(name)) {
                grid = name;
                tensor(inputs, name, OnnxJavaType.INT64);
            } else if (name.equals(MASK)) {
                tensor(inputs, name, OnnxJavaType.BOOL);
            } else {
                checkArgument(
                        name.equals(PIXEL_VALUES),
                        "vision_encoder needs an input %s that we do not know",
                        name);
            }
        }
        tensor(outputs, IMAGE_FEATURES, OnnxJavaType.FLOAT);
        int rank = tensor(inputs, PIXEL_VALUES, OnnxJavaType.FLOAT).getShape().length;
        Pixels pixels =
                switch (rank) {
                    case 2 -> Pixels.PATCHES;
                    case 4 -> Pixels.PICTURES;
                    case 5 -> Pixels.BATCHES_OF_PICTURES;
                    default ->
                            throw new IllegalArgumentException(
                                    "vision_encoder takes pixel_values of rank "
                                            + rank
                                            + ", required 2, 4 or 5");
                };
        checkArgument(
                (pixels == Pixels.PATCHES) == (grid != null),
                "vision_encoder takes pixel_values of rank %d %s a grid of patches",
                rank,
                grid == null ? "without" : "with");
        return new VisionForm(pixels, inputs.containsKey(MASK), grid);
    }

    private static TensorInfo tensor(Map<String, NodeInfo> nodes, String name, OnnxJavaType type) {
        NodeInfo node = nodes.get(name);
        if (node == null || !(node.getInfo() instanceof TensorInfo tensor)) {
            throw new IllegalArgumentException(
                    "vision_encoder has no tensor " + name + ", it has " + nodes.keySet());
        }
        checkArgument(
                tensor.type == type,
                "vision_encoder: %s is %s, required %s",
                name,
                tensor.type,
                type);
        return tensor;
    }
}
