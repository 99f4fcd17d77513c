package io.watchword.llm.constrain;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One object of a schema, and where it stands; reads its values and says what is wrong with them.
 *
 * @param place path from the root of the schema
 * @param name last step of the path
 */
record SchemaNode(String place, String name, JsonNode node) {
    private static final int MAX_COUNT = 100_000;
    private static final int MAX_LISTED = 256;

    IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException("jsonSchema: " + place + ": " + what);
    }

    void requireObject() {
        if (!node.isObject()) {
            throw wrong(node.isMissingNode() ? "is missing" : "is no object");
        }
    }

    void requireShort(long bytes, int limit) {
        if (bytes > limit) {
            throw wrong("its shortest document has more than " + limit + " bytes");
        }
    }

    void requireBooleanOrNothing(String word) {
        if (node.has(word) && !node.get(word).isBoolean()) {
            throw wrong("\"" + word + "\" is supported as true or false only");
        }
    }

    boolean has(String word) {
        return node.has(word);
    }

    Set<String> words() {
        Set<String> words = new LinkedHashSet<>();
        node.fieldNames().forEachRemaining(words::add);
        return words;
    }

    SchemaNode child(String word) {
        return new SchemaNode(place + "/" + word, word, node.path(word));
    }

    String text(String word) {
        if (!node.path(word).isTextual()) {
            throw wrong("\"" + word + "\" is no text");
        }
        return node.path(word).textValue();
    }

    List<SchemaNode> list(String word) {
        JsonNode list = node.path(word);
        requireList(word, list);
        List<SchemaNode> children = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            String path = place + "/" + word + "/" + i;
            children.add(new SchemaNode(path, String.valueOf(i), list.get(i)));
        }
        return children;
    }

    private void requireList(String word, JsonNode list) {
        if (!list.isArray() || list.isEmpty() || list.size() > MAX_LISTED) {
            throw wrong("\"" + word + "\" is no list of 1 to " + MAX_LISTED);
        }
    }

    List<SchemaNode> members(String word) {
        JsonNode object = node.path(word);
        if (!object.isObject() || object.size() > MAX_LISTED) {
            throw wrong(
                    "\""
                            + word
                            + "\" is no object of at most "
                            + MAX_LISTED
                            + ", and none else are written");
        }
        List<SchemaNode> members = new ArrayList<>();
        object.properties()
                .forEach(
                        member -> {
                            String path = place + "/" + word + "/" + member.getKey();
                            members.add(new SchemaNode(path, member.getKey(), member.getValue()));
                        });
        return members;
    }

    Set<String> names(String word) {
        Set<String> names = new LinkedHashSet<>();
        if (node.has(word) && !node.get(word).isArray()) {
            throw wrong("\"" + word + "\" is no list");
        }
        for (JsonNode name : node.path(word)) {
            if (!name.isTextual()) {
                throw wrong("\"" + word + "\" holds what is no text");
            }
            names.add(name.textValue());
        }
        return names;
    }

    List<String> types() {
        JsonNode type = node.path("type");
        if (type.isMissingNode()) {
            throw wrong("\"type\" is missing");
        }
        if (type.isTextual()) {
            return List.of(type.textValue());
        }
        requireList("type", type);
        return List.copyOf(names("type"));
    }

    /** How many of something. */
    int count(String word, int absent) {
        JsonNode value = node.path(word);
        if (value.isMissingNode()) {
            return absent;
        }
        if (!value.isIntegralNumber()
                || !value.canConvertToInt()
                || value.intValue() < 0
                || value.intValue() > MAX_COUNT) {
            throw wrong("\"" + word + "\" is no count from 0 to " + MAX_COUNT);
        }
        return value.intValue();
    }

    /** The most of something; {@link Integer#MAX_VALUE} if there may be any number. */
    int limit(String least, String most) {
        int max = count(most, Integer.MAX_VALUE);
        if (max < count(least, 0)) {
            throw wrong("\"" + least + "\" is above \"" + most + "\"");
        }
        return max;
    }

    private @Nullable BigDecimal bound(String word) {
        if (!node.has(word)) {
            return null;
        }
        if (!node.get(word).isNumber()) {
            throw wrong("\"" + word + "\" is no number");
        }
        return node.get(word).decimalValue();
    }

    Symbol number(boolean integer) {
        NumberRange range =
                NumberRange.of(
                        integer,
                        new NumberRange.Bounds(
                                bound("minimum"),
                                bound("exclusiveMinimum"),
                                bound("maximum"),
                                bound("exclusiveMaximum")));
        if (range.isEmpty()) {
            throw wrong(
                    integer
                            ? "no integer of 15 digits lies within its bounds"
                            : "no number of 9 digits and 6 decimals lies within its bounds");
        }
        return new NumberText(range);
    }

    /** What {@code const} or {@code enum} lists, of the types allowed. */
    Symbol values() {
        List<JsonNode> listed = new ArrayList<>();
        if (node.has("const")) {
            listed.add(node.get("const"));
        }
        if (node.has("enum")) {
            requireList("enum", node.get("enum"));
            List<JsonNode> enumerated = new ArrayList<>();
            node.get("enum").forEach(enumerated::add);
            if (listed.isEmpty()) {
                listed = enumerated;
            } else {
                listed.retainAll(enumerated);
            }
        }
        List<String> types = node.has("type") ? types() : List.of();
        List<String> texts =
                listed.stream()
                        .filter(
                                value ->
                                        types.isEmpty()
                                                || types.stream().anyMatch(t -> isOf(value, t)))
                        .map(JsonText::of)
                        .toList();
        if (texts.isEmpty()) {
            throw wrong("no listed value is of the type");
        }
        return Words.of(texts);
    }

    private static boolean isOf(JsonNode value, String type) {
        return switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            case "null" -> value.isNull();
            default -> false;
        };
    }
}
