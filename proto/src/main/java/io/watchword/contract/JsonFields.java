package io.watchword.contract;

import static io.watchword.contract.Checks.checkArgument;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads and writes fields of JSON records; what is wrong is named by field. */
final class JsonFields {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private JsonFields() {}

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    static byte[] bytes(ObjectNode node) {
        try {
            return JSON.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree is no JSON", e);
        }
    }

    /**
     * @throws IOException if the bytes are no JSON
     * @throws IllegalArgumentException if they are no object
     */
    static JsonNode read(byte[] bytes) throws IOException {
        JsonNode node = JSON.readTree(bytes);
        checkArgument(node != null && node.isObject(), "required a JSON object");
        return node;
    }

    static String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        checkArgument(value.isTextual(), "%s is missing or no text", field);
        return value.asText();
    }

    static Optional<String> optionalText(JsonNode node, String field) {
        JsonNode value = node.path(field);
        checkArgument(
                value.isMissingNode() || value.isNull() || value.isTextual(),
                "%s is no text",
                field);
        return value.isTextual() ? Optional.of(value.asText()) : Optional.empty();
    }

    static long whole(JsonNode node, String field) {
        JsonNode value = node.path(field);
        checkArgument(
                value.isIntegralNumber() && value.canConvertToLong(),
                "%s is missing or no whole number of 64 bits",
                field);
        return value.asLong();
    }

    static int small(JsonNode node, String field) {
        JsonNode value = node.path(field);
        checkArgument(
                value.isIntegralNumber() && value.canConvertToInt(),
                "%s is missing or no whole number of 32 bits",
                field);
        return value.asInt();
    }

    static Optional<Float> optionalNumber(JsonNode node, String field) {
        JsonNode value = node.path(field);
        checkArgument(
                value.isMissingNode() || value.isNull() || value.isNumber(),
                "%s is no number",
                field);
        return value.isNumber() ? Optional.of(value.floatValue()) : Optional.empty();
    }

    static boolean flag(JsonNode node, String field) {
        JsonNode value = node.path(field);
        checkArgument(value.isBoolean(), "%s is missing or neither true nor false", field);
        return value.asBoolean();
    }

    static Instant instant(JsonNode node, String field) {
        return parsed(text(node, field), field);
    }

    static Optional<Instant> optionalInstant(JsonNode node, String field) {
        return optionalText(node, field).map(text -> parsed(text, field));
    }

    private static Instant parsed(String text, String field) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    field + " is \"" + text + "\", required a time such as 2026-01-31T06:00:00Z",
                    e);
        }
    }

    static <E extends Enum<E>> E choice(Class<E> type, JsonNode node, String field) {
        String found = text(node, field);
        for (E value : type.getEnumConstants()) {
            if (name(value).equals(found)) {
                return value;
            }
        }
        List<String> names = new ArrayList<>();
        for (E value : type.getEnumConstants()) {
            names.add(name(value));
        }
        throw new IllegalArgumentException(
                field + " is \"" + found + "\", required one of " + String.join(", ", names));
    }

    /** In lower camel case, as JSON has names. */
    static String name(Enum<?> value) {
        StringBuilder name = new StringBuilder();
        for (String word : value.name().toLowerCase(Locale.ROOT).split("_", -1)) {
            name.append(
                    name.length() == 0
                            ? word
                            : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
        }
        return name.toString();
    }

    static List<String> texts(JsonNode node, String field) {
        JsonNode array = node.path(field);
        checkArgument(array.isMissingNode() || array.isArray(), "%s is no list", field);
        List<String> texts = new ArrayList<>();
        for (JsonNode item : array) {
            checkArgument(item.isTextual(), "%s holds what is no text", field);
            texts.add(item.asText());
        }
        return texts;
    }

    static void put(ObjectNode node, String field, List<String> texts) {
        ArrayNode array = node.putArray(field);
        texts.forEach(array::add);
    }

    /** Rounded: more digits say nothing. */
    static double rounded(float value) {
        return Math.round(value * 10_000) / 10_000.0;
    }
}
