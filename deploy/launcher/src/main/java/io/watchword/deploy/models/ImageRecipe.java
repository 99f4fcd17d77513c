package io.watchword.deploy.models;

import com.fasterxml.jackson.databind.JsonNode;
import io.watchword.contract.bundle.ImageFilter;
import io.watchword.contract.bundle.ImageStep;
import io.watchword.contract.bundle.ModelFamily;
import io.watchword.contract.bundle.PatchGrid;
import io.watchword.contract.bundle.TileForm;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads {@code preprocessor_config.json}. What a key means, and what holds where it is missing,
 * depends on the family.
 */
final class ImageRecipe {
    private static final String FILE = "preprocessor_config.json: ";
    private static final List<Double> CLIP_MEAN = List.of(0.48145466, 0.4578275, 0.40821073);
    private static final List<Double> CLIP_STD = List.of(0.26862954, 0.26130258, 0.27577711);
    private static final List<Double> HALVES = List.of(0.5, 0.5, 0.5);

    private final ModelFamily family;
    private final JsonNode json;
    private final Findings findings;

    ImageRecipe(ModelFamily family, JsonNode json, Findings findings) {
        this.family = family;
        this.json = json;
        this.findings = findings;
    }

    /** From any size to the encoder's; empty if that cannot be said, with a problem noted. */
    List<ImageStep> steps() {
        if (!json.path("do_resize").asBoolean(true)) {
            findings.problem(FILE + "do_resize is false: key frames have many sizes");
            return List.of();
        }
        return switch (family) {
            case IDEFICS3 -> squared();
            case LLAVA, LLAVA_QWEN2 -> cropped();
            case QWEN2_VL -> multiples();
        };
    }

    /** To the longest edge first, then into the square of one view, as without tiles. */
    private List<ImageStep> squared() {
        int side =
                positive(
                        "max_image_size.longest_edge", json.path("max_image_size"), "longest_edge");
        int edge = positive("size.longest_edge", json.path("size"), "longest_edge");
        return side > 0 && edge > 0
                ? List.of(
                        new ImageStep.LongestEdge(edge, filter()),
                        new ImageStep.Squash(side, side, filter()))
                : List.of();
    }

    /**
     * How a picture is cut into tiles; empty where the model was not taught them.
     *
     * @param steps that these sizes were read for already
     */
    Optional<TileForm> tiles(List<ImageStep> steps) {
        boolean taught =
                family == ModelFamily.IDEFICS3
                        && json.path("do_image_splitting").asBoolean(true)
                        && !steps.isEmpty();
        int side = json.path("max_image_size").path("longest_edge").asInt();
        int edge = json.path("size").path("longest_edge").asInt();
        return taught && edge > side
                ? Optional.of(new TileForm(edge, side, filter()))
                : Optional.empty();
    }

    private List<ImageStep> cropped() {
        List<ImageStep> steps = new ArrayList<>();
        if (json.path("do_pad").asBoolean()) {
            steps.add(
                    new ImageStep.PadSquare(
                            mean().stream().map(value -> (int) (value * 255)).toList()));
        }
        JsonNode size = json.path("size");
        if (size.has("height") || size.isInt()) {
            int height = size.isInt() ? size.asInt() : positive("size.height", size, "height");
            int width = size.isInt() ? size.asInt() : positive("size.width", size, "width");
            if (height > 0 && width > 0) {
                steps.add(new ImageStep.Squash(width, height, filter()));
            }
        } else {
            int edge = positive("size.shortest_edge", size, "shortest_edge");
            if (edge > 0) {
                steps.add(new ImageStep.ShortestEdge(edge, filter()));
            }
            if (!json.path("do_center_crop").asBoolean(true)) {
                findings.problem(FILE + "pictures keep their ratio and are not cropped: any width");
            }
        }
        JsonNode crop = json.path("crop_size");
        if (json.path("do_center_crop").asBoolean(crop.isObject() || crop.isInt())) {
            int height = crop.isInt() ? crop.asInt() : positive("crop_size.height", crop, "height");
            int width = crop.isInt() ? crop.asInt() : positive("crop_size.width", crop, "width");
            if (height > 0 && width > 0) {
                steps.add(new ImageStep.Crop(width, height));
            }
        }
        return steps;
    }

    private List<ImageStep> multiples() {
        JsonNode size = json.path("size");
        int least = json.path("min_pixels").asInt(size.path("shortest_edge").asInt(56 * 56));
        int most = json.path("max_pixels").asInt(size.path("longest_edge").asInt(28 * 28 * 1280));
        PatchGrid grid = grid();
        return List.of(new ImageStep.Multiples(grid.patch() * grid.merge(), least, most, filter()));
    }

    /** Whether the encoder takes patches, and the picture's size decides how many. */
    boolean patches() {
        return family == ModelFamily.QWEN2_VL;
    }

    /** How pictures are cut; of Qwen2-VL only. */
    PatchGrid grid() {
        return new PatchGrid(
                json.path("patch_size").asInt(14),
                json.path("merge_size").asInt(2),
                json.path("temporal_patch_size").asInt(2));
    }

    double rescale() {
        return json.path("do_rescale").asBoolean(true)
                ? json.path("rescale_factor").asDouble(1 / 255.0)
                : 1.0;
    }

    List<Double> mean() {
        return normalised()
                ? numbers("image_mean", family == ModelFamily.IDEFICS3 ? HALVES : CLIP_MEAN)
                : List.of(0.0, 0.0, 0.0);
    }

    List<Double> std() {
        return normalised()
                ? numbers("image_std", family == ModelFamily.IDEFICS3 ? HALVES : CLIP_STD)
                : List.of(1.0, 1.0, 1.0);
    }

    private boolean normalised() {
        return json.path("do_normalize").asBoolean(true);
    }

    private List<Double> numbers(String key, List<Double> otherwise) {
        JsonNode values = json.path(key);
        if (values.isMissingNode()) {
            return otherwise;
        }
        List<Double> numbers = new ArrayList<>();
        values.forEach(value -> numbers.add(value.asDouble()));
        boolean good =
                numbers.size() == 3
                        && (key.equals("image_mean") || numbers.stream().allMatch(n -> n > 0));
        if (!good) {
            findings.problem(FILE + key + " is " + values + ", required three numbers");
            return otherwise;
        }
        return numbers;
    }

    private ImageFilter filter() {
        int pil = json.path("resample").asInt(family == ModelFamily.IDEFICS3 ? 1 : 3);
        Optional<ImageFilter> filter =
                switch (pil) {
                    case 1 -> Optional.of(ImageFilter.LANCZOS);
                    case 2 -> Optional.of(ImageFilter.BILINEAR);
                    case 3 -> Optional.of(ImageFilter.BICUBIC);
                    default -> Optional.empty();
                };
        if (filter.isEmpty()) {
            findings.problem(
                    FILE
                            + "resample is "
                            + pil
                            + ", known are 1 (Lanczos), 2 (bilinear), 3 (bicubic)");
        }
        return filter.orElse(ImageFilter.BICUBIC);
    }

    private int positive(String name, JsonNode parent, String key) {
        int value = parent.path(key).asInt();
        if (value <= 0) {
            findings.problem(
                    FILE
                            + name
                            + " is "
                            + (parent.has(key) ? parent.path(key) : "missing")
                            + ", required more than 0");
        }
        return value;
    }
}
