package io.watchword.contract.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** {@code image.steps} of bundle.json: objects with {@code do} and what the step needs. */
final class ImageSteps {
    private ImageSteps() {}

    static void write(List<ImageStep> steps, ArrayNode json) {
        steps.forEach(step -> write(step, json.addObject()));
    }

    private static void write(ImageStep step, ObjectNode json) {
        if (step instanceof ImageStep.Squash squash) {
            json.put("do", "squash").put("width", squash.width()).put("height", squash.height());
            json.put("filter", squash.filter().key());
        } else if (step instanceof ImageStep.LongestEdge longest) {
            json.put("do", "longest-edge").put("edge", longest.edge());
            json.put("filter", longest.filter().key());
        } else if (step instanceof ImageStep.ShortestEdge shortest) {
            json.put("do", "shortest-edge").put("edge", shortest.edge());
            json.put("filter", shortest.filter().key());
        } else if (step instanceof ImageStep.Crop crop) {
            json.put("do", "crop").put("width", crop.width()).put("height", crop.height());
        } else if (step instanceof ImageStep.PadSquare pad) {
            ArrayNode colour = json.put("do", "pad-square").putArray("colour");
            pad.colour().forEach(colour::add);
        } else if (step instanceof ImageStep.Multiples multiples) {
            json.put("do", "multiples").put("factor", multiples.factor());
            json.put("minPixels", multiples.minPixels()).put("maxPixels", multiples.maxPixels());
            json.put("filter", multiples.filter().key());
        }
    }

    static List<ImageStep> read(JsonNode json) {
        List<ImageStep> steps = new ArrayList<>();
        json.forEach(step -> steps.add(one(step)));
        return steps;
    }

    private static ImageStep one(JsonNode step) {
        String kind = step.path("do").asText();
        return switch (kind) {
            case "squash" ->
                    new ImageStep.Squash(
                            number(step, "width"), number(step, "height"), filter(step));
            case "longest-edge" -> new ImageStep.LongestEdge(number(step, "edge"), filter(step));
            case "shortest-edge" -> new ImageStep.ShortestEdge(number(step, "edge"), filter(step));
            case "crop" -> new ImageStep.Crop(number(step, "width"), number(step, "height"));
            case "pad-square" -> new ImageStep.PadSquare(colour(step));
            case "multiples" ->
                    new ImageStep.Multiples(
                            number(step, "factor"),
                            number(step, "minPixels"),
                            number(step, "maxPixels"),
                            filter(step));
            default ->
                    throw new IllegalArgumentException(
                            "bundle.json: image.steps has an unknown step \"" + kind + "\"");
        };
    }

    private static int number(JsonNode step, String key) {
        return PublishedJson.integer(step, key);
    }

    private static ImageFilter filter(JsonNode step) {
        return ImageFilter.of(step.path("filter").asText());
    }

    private static List<Integer> colour(JsonNode step) {
        List<Integer> colour = new ArrayList<>();
        step.path("colour").forEach(value -> colour.add(value.asInt()));
        return colour;
    }
}
