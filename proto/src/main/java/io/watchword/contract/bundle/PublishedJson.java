package io.watchword.contract.bundle;

import static io.watchword.contract.Checks.checkArgument;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The keys {@code family}, {@code image} and {@code languageModel} of a published bundle. */
public final class PublishedJson {
    private static final String IMAGE = "image";
    private static final String LANGUAGE_MODEL = "languageModel";

    private PublishedJson() {}

    /** Writes them. */
    public static void write(PublishedModel model, ObjectNode json) {
        json.put("layout", PublishedModel.LAYOUT);
        json.put("family", model.family().key());
        ImageSteps.write(model.image().steps(), json.putObject(IMAGE).putArray("steps"));
        image(model.image(), (ObjectNode) json.get(IMAGE));
        language(model.language(), json.putObject(LANGUAGE_MODEL));
    }

    private static void image(ImageForm image, ObjectNode json) {
        json.put("rescale", image.rescale());
        numbers(image.mean(), json.putArray("mean"));
        numbers(image.std(), json.putArray("std"));
        if (image.tokens() > 0) {
            json.put("tokens", image.tokens());
        }
        image.patches()
                .ifPresent(
                        grid ->
                                json.putObject("patches")
                                        .put("patch", grid.patch())
                                        .put("merge", grid.merge())
                                        .put("temporalPatch", grid.temporal()));
        image.tiles()
                .ifPresent(
                        tiles ->
                                json.put("tiling", image.tiling().key())
                                        .putObject("tiles")
                                        .put("edge", tiles.edge())
                                        .put("side", tiles.side())
                                        .put("filter", tiles.filter().key()));
    }

    private static void numbers(List<Double> values, ArrayNode json) {
        values.forEach(json::add);
    }

    private static void language(LanguageForm model, ObjectNode json) {
        json.put("hidden", model.hidden());
        json.put("vocabulary", model.vocabulary());
        json.put("layers", model.layers());
        json.put("kvHeads", model.kvHeads());
        json.put("headDim", model.headDim());
        json.put("cacheType", model.halfCache() ? "float16" : "float32");
        json.put("positions", model.positions().key());
        json.put("imageToken", model.imageToken());
        ArrayNode eos = json.putArray("eosTokens");
        model.eosTokens().forEach(eos::add);
        json.put("maxNewTokens", model.maxNewTokens());
        json.put("maxPositions", model.maxPositions());
        json.put("maxImages", model.maxImages());
        PromptPieces pieces = model.prompt();
        ObjectNode prompt = json.putObject("prompt");
        prompt.put("before", pieces.before());
        prompt.put("image", pieces.image());
        prompt.put("after", pieces.after());
        prompt.put("imageToken", pieces.imageToken());
        pieces.video()
                .ifPresent(
                        video ->
                                prompt.putObject("video")
                                        .put("before", video.before())
                                        .put("frame", video.frame())
                                        .put("after", video.after()));
        pieces.tiles()
                .ifPresent(
                        tiles ->
                                prompt.putObject("tiles")
                                        .put("tile", tiles.tile())
                                        .put("rowEnd", tiles.rowEnd())
                                        .put("whole", tiles.whole())
                                        .put("maxImages", tiles.maxImages()));
        ObjectNode questions = prompt.putObject("defaultQuestion");
        pieces.defaultQuestions().forEach(questions::put);
    }

    static PublishedModel read(JsonNode json) {
        return new PublishedModel(
                ModelFamily.of(json.path("family").asText()),
                image(section(json, IMAGE)),
                language(section(json, LANGUAGE_MODEL)));
    }

    private static ImageForm image(JsonNode image) {
        JsonNode grid = image.path("patches");
        Optional<PatchGrid> patches =
                grid.isMissingNode()
                        ? Optional.empty()
                        : Optional.of(
                                new PatchGrid(
                                        integer(grid, "patch"),
                                        integer(grid, "merge"),
                                        integer(grid, "temporalPatch")));
        return new ImageForm(
                ImageSteps.read(image.path("steps")),
                image.path("rescale").asDouble(),
                list(image, "mean", JsonNode::asDouble),
                list(image, "std", JsonNode::asDouble),
                image.has("tokens") ? integer(image, "tokens") : 0,
                patches,
                image.has("tiling") ? Tiling.of(text(image, "tiling")) : Tiling.OFF,
                tiles(image));
    }

    private static Optional<TileForm> tiles(JsonNode image) {
        if (!image.has("tiles")) {
            return Optional.empty();
        }
        JsonNode tiles = section(image, "tiles");
        return Optional.of(
                new TileForm(
                        integer(tiles, "edge"),
                        integer(tiles, "side"),
                        ImageFilter.of(tiles.path("filter").asText())));
    }

    private static LanguageForm language(JsonNode model) {
        String cache = text(model, "cacheType");
        checkArgument(
                cache.equals("float16") || cache.equals("float32"),
                "bundle.json: languageModel.cacheType is \"%s\", required float16 or float32",
                cache);
        return new LanguageForm(
                integer(model, "hidden"),
                integer(model, "vocabulary"),
                integer(model, "layers"),
                integer(model, "kvHeads"),
                integer(model, "headDim"),
                cache.equals("float16"),
                PositionForm.of(text(model, "positions")),
                integer(model, "imageToken"),
                list(model, "eosTokens", JsonNode::asInt),
                integer(model, "maxNewTokens"),
                integer(model, "maxPositions"),
                integer(model, "maxImages"),
                prompt(section(model, "prompt")));
    }

    private static PromptPieces prompt(JsonNode prompt) {
        Map<String, String> questions = new LinkedHashMap<>();
        section(prompt, "defaultQuestion")
                .properties()
                .forEach(entry -> questions.put(entry.getKey(), entry.getValue().asText()));
        return new PromptPieces(
                text(prompt, "before"),
                text(prompt, "image"),
                text(prompt, "after"),
                text(prompt, "imageToken"),
                questions,
                video(prompt),
                tilePieces(prompt));
    }

    private static Optional<TilePieces> tilePieces(JsonNode prompt) {
        if (!prompt.has("tiles")) {
            return Optional.empty();
        }
        JsonNode tiles = section(prompt, "tiles");
        return Optional.of(
                new TilePieces(
                        text(tiles, "tile"),
                        text(tiles, "rowEnd"),
                        text(tiles, "whole"),
                        integer(tiles, "maxImages")));
    }

    private static Optional<VideoPieces> video(JsonNode prompt) {
        if (!prompt.has("video")) {
            return Optional.empty();
        }
        JsonNode video = section(prompt, "video");
        return Optional.of(
                new VideoPieces(text(video, "before"), text(video, "frame"), text(video, "after")));
    }

    private static JsonNode section(JsonNode parent, String key) {
        checkArgument(parent.path(key).isObject(), "bundle.json: \"%s\" is missing", key);
        return parent.path(key);
    }

    private static String text(JsonNode parent, String key) {
        checkArgument(parent.path(key).isTextual(), "bundle.json: \"%s\" is missing", key);
        return parent.path(key).asText();
    }

    static int integer(JsonNode parent, String key) {
        JsonNode value = parent.path(key);
        checkArgument(
                value.isIntegralNumber() && value.canConvertToInt(),
                "bundle.json: \"%s\" is %s, required a whole number",
                key,
                value.isMissingNode() ? "missing" : value);
        return value.asInt();
    }

    private static <T> List<T> list(JsonNode parent, String key, Function<JsonNode, T> read) {
        List<T> values = new ArrayList<>();
        parent.path(key).forEach(value -> values.add(read.apply(value)));
        return values;
    }
}
