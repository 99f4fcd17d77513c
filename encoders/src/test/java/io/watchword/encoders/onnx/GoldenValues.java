package io.watchword.encoders.onnx;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * Inputs and outputs of the random test bundle, computed in Python by models/training/golden.py.
 */
final class GoldenValues {
    static final Path BUNDLE = Path.of("..", "models", "testbundle");

    private final JsonNode encoders;

    GoldenValues() {
        try {
            encoders =
                    new ObjectMapper()
                            .readTree(BUNDLE.resolve("golden.json").toFile())
                            .path("encoders");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The whole numbers before the division: {@code (i * multiplier) % modulus + offset}. */
    int[] numerators(String role, String input) {
        JsonNode rule = encoders.path(role).path("inputs").path(input);
        int size = 1;
        for (JsonNode dimension : rule.path("shape")) {
            size *= dimension.asInt();
        }
        int[] numerators = new int[size];
        for (int i = 0; i < size; i++) {
            numerators[i] =
                    (int)
                                    ((long) i
                                            * rule.path("multiplier").asInt()
                                            % rule.path("modulus").asInt())
                            + rule.path("offset").asInt();
        }
        return numerators;
    }

    float[] values(String role, String input) {
        JsonNode rule = encoders.path(role).path("inputs").path(input);
        if (rule.has("values")) {
            return floats(rule.path("values"));
        }
        int[] numerators = numerators(role, input);
        float[] values = new float[numerators.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = numerators[i] / (float) rule.path("divisor").asDouble();
        }
        return values;
    }

    float[] first(String role, String output) {
        return floats(encoders.path(role).path("outputs").path(output).path("first"));
    }

    private static float[] floats(JsonNode list) {
        float[] values = new float[list.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) list.get(i).asDouble();
        }
        return values;
    }
}
