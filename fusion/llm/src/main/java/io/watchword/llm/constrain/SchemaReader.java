package io.watchword.llm.constrain;

import static io.watchword.contract.Checks.checkArgument;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads the part of JSON Schema (draft 2020-12) that can be held to while a model writes:
 *
 * <ul>
 *   <li>{@code type}: one or several of object, array, string, integer, number, boolean, null;
 *   <li>objects: {@code properties}, {@code required}, {@code additionalProperties} true or false;
 *       properties are written in the order of the schema, and no others;
 *   <li>arrays: {@code items}, {@code minItems}, {@code maxItems};
 *   <li>strings: {@code minLength}, {@code maxLength};
 *   <li>numbers: {@code minimum}, {@code maximum}, {@code exclusiveMinimum}, {@code
 *       exclusiveMaximum}; at most fifteen digits, six of them decimals, no exponent;
 *   <li>{@code enum}, {@code const}, {@code anyOf}, and {@code $ref} to {@code #/$defs/} or {@code
 *       #/definitions/} that leads in no circle.
 * </ul>
 *
 * Anything else is refused by its name, but for words that only describe.
 */
final class SchemaReader {
    private static final int MAX_DEPTH = 24;
    private static final int MAX_PARTS = 2_000; // with every $ref written out
    private static final int MAX_SHORTEST_BYTES = 16_384;
    private static final Set<String> DESCRIBES =
            Set.of("title", "description", "default", "examples", "deprecated", "$comment");
    private static final Set<String> AT_THE_ROOT = Set.of("$schema", "$id", "$defs", "definitions");
    private static final ObjectMapper JSON =
            new ObjectMapper()
                    .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private final JsonNode root;
    private final Set<String> open = new LinkedHashSet<>(); // references being read
    private int parts;

    private SchemaReader(JsonNode root) {
        this.root = root;
    }

    /**
     * Reads a schema.
     *
     * @throws IllegalArgumentException naming the place and the word that is wrong or unknown
     */
    static Symbol read(String schema) {
        JsonNode root;
        try {
            root = JSON.readTree(schema);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "jsonSchema is no JSON: " + e.getOriginalMessage(), e);
        }
        return new SchemaReader(root).symbol(new SchemaNode("#", "#", root), 0);
    }

    private Symbol symbol(SchemaNode schema, int depth) {
        parts++;
        checkArgument(parts <= MAX_PARTS, "jsonSchema has more than %d parts", MAX_PARTS);
        checkArgument(depth <= MAX_DEPTH, "jsonSchema is nested more than %d deep", MAX_DEPTH);
        schema.requireObject();
        Symbol symbol = kind(schema, depth);
        schema.requireShort(symbol.closing().length, MAX_SHORTEST_BYTES);
        return symbol;
    }

    private Symbol kind(SchemaNode schema, int depth) {
        if (schema.has("$ref")) {
            only(schema, Set.of("$ref"));
            return reference(schema, depth);
        }
        if (schema.has("anyOf")) {
            only(schema, Set.of("anyOf"));
            return new Choice(
                    schema.list("anyOf").stream().map(one -> symbol(one, depth + 1)).toList());
        }
        if (schema.has("const") || schema.has("enum")) {
            only(schema, Set.of("type", "const", "enum"));
            return schema.values();
        }
        List<String> types = schema.types();
        Set<String> known = new LinkedHashSet<>(Set.of("type"));
        types.forEach(type -> known.addAll(words(schema, type)));
        only(schema, known);
        List<Symbol> symbols = types.stream().map(type -> ofType(schema, type, depth)).toList();
        return symbols.size() == 1 ? symbols.get(0) : new Choice(symbols);
    }

    private static void only(SchemaNode schema, Set<String> known) {
        for (String word : schema.words()) {
            boolean describes =
                    DESCRIBES.contains(word)
                            || (schema.place().equals("#") && AT_THE_ROOT.contains(word));
            if (!describes && !known.contains(word)) {
                throw schema.wrong("\"" + word + "\" is not supported here");
            }
        }
    }

    private static Set<String> words(SchemaNode schema, String type) {
        return switch (type) {
            case "object" -> Set.of("properties", "required", "additionalProperties");
            case "array" -> Set.of("items", "minItems", "maxItems");
            case "string" -> Set.of("minLength", "maxLength");
            case "integer", "number" ->
                    Set.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum");
            case "boolean", "null" -> Set.of();
            default -> throw schema.wrong("type \"" + type + "\" is none of JSON's");
        };
    }

    private Symbol ofType(SchemaNode schema, String type, int depth) {
        return switch (type) {
            case "object" -> object(schema, depth);
            case "array" -> array(schema, depth);
            case "string" ->
                    new StringText(
                            new StringText.Lengths(
                                    schema.count("minLength", 0),
                                    schema.limit("minLength", "maxLength")));
            case "integer" -> schema.number(true);
            case "number" -> schema.number(false);
            case "boolean" -> Words.of("true", "false");
            default -> Words.of("null");
        };
    }

    private Symbol reference(SchemaNode schema, int depth) {
        String target = schema.text("$ref");
        String[] steps = target.split("/", -1);
        boolean local =
                steps.length == 3
                        && steps[0].equals("#")
                        && (steps[1].equals("$defs") || steps[1].equals("definitions"));
        if (!local) {
            throw schema.wrong("$ref \"" + target + "\" is not of the form #/$defs/name");
        }
        JsonNode found = root.path(steps[1]).path(steps[2]);
        if (found.isMissingNode()) {
            throw schema.wrong("$ref \"" + target + "\" leads nowhere");
        }
        if (!open.add(target)) {
            throw schema.wrong("$ref \"" + target + "\" leads in a circle");
        }
        Symbol symbol = symbol(new SchemaNode(target, steps[2], found), depth + 1);
        open.remove(target);
        return symbol;
    }

    private Symbol object(SchemaNode schema, int depth) {
        schema.requireBooleanOrNothing("additionalProperties");
        Set<String> required = schema.names("required");
        ObjectText object = new ObjectText();
        List<String> known = new ArrayList<>();
        for (SchemaNode property : schema.members("properties")) {
            object.add(
                    property.name(),
                    symbol(property, depth + 1),
                    required.contains(property.name()));
            known.add(property.name());
        }
        for (String name : required) {
            if (!known.contains(name)) {
                throw schema.wrong("\"" + name + "\" is required and none of the properties");
            }
        }
        return object;
    }

    private Symbol array(SchemaNode schema, int depth) {
        int min = schema.count("minItems", 0);
        int max = schema.limit("minItems", "maxItems");
        if (max == 0) {
            return Words.of("[]");
        }
        Symbol item = symbol(schema.child("items"), depth + 1);
        schema.requireShort((long) min * (item.closing().length + 1), MAX_SHORTEST_BYTES);
        return new ArrayText(item, min, max);
    }
}
