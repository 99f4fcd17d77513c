package io.watchword.llm.testing;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** JSON Schemas of every word that a model can be held to, by chance. */
public final class RandomSchemas {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> NAMES =
            List.of("who", "when", "count", "цвет", "is it", "a\"b", "back\\slash", "ж/д", "n", "");
    private static final List<String> WORDS =
            List.of("car", "lorry", "машина", "a \"quoted\" word", "two\nlines", "", "猫", "cars");

    private final SplittableRandom random;
    private int parts;

    public RandomSchemas(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** The text of a schema. */
    public String next() {
        parts = 0;
        ObjectNode schema = value(0);
        if (random.nextInt(4) == 0) {
            ObjectNode defs = JSON.createObjectNode();
            defs.set("thing", schema);
            schema = JSON.createObjectNode();
            schema.set("$defs", defs);
            if (random.nextBoolean()) {
                schema.put("$ref", "#/$defs/thing");
            } else {
                schema.put("type", "array").put("maxItems", 2);
                schema.putObject("items").put("$ref", "#/$defs/thing");
            }
        }
        return schema.toString();
    }

    private ObjectNode value(int depth) {
        parts++;
        int kind = random.nextInt(depth > 2 || parts > 12 ? 6 : 10);
        ObjectNode schema = JSON.createObjectNode();
        switch (kind) {
            case 0 -> string(schema);
            case 1 -> number(schema, true);
            case 2 -> number(schema, false);
            case 3 -> schema.put("type", random.nextBoolean() ? "boolean" : "null");
            case 4 -> listed(schema);
            case 5 -> {
                string(schema);
                schema.putArray("type").add("string").add("null");
            }
            case 6 -> array(schema, depth);
            case 7 -> {
                ArrayNode options = schema.putArray("anyOf");
                for (int i = 0; i <= random.nextInt(1, 3); i++) {
                    options.add(value(depth + 1));
                }
            }
            default -> object(schema, depth);
        }
        return schema;
    }

    private void string(ObjectNode schema) {
        schema.put("type", "string");
        int least = random.nextInt(6);
        if (random.nextBoolean()) {
            schema.put("minLength", least);
        }
        if (random.nextBoolean()) {
            schema.put("maxLength", least + random.nextInt(5));
        }
    }

    private void number(ObjectNode schema, boolean integer) {
        schema.put("type", integer ? "integer" : "number");
        double scale = Math.pow(10, random.nextInt(integer ? 0 : -3, 7));
        double least = random.nextDouble(-scale, scale);
        if (integer) {
            least = Math.rint(least);
        }
        double most = least + scale * random.nextDouble() + (integer ? 2 : 0.001);
        if (random.nextBoolean()) {
            schema.put(random.nextBoolean() ? "minimum" : "exclusiveMinimum", least);
        }
        if (random.nextBoolean()) {
            schema.put(random.nextBoolean() ? "maximum" : "exclusiveMaximum", most);
        }
    }

    private void listed(ObjectNode schema) {
        if (random.nextInt(3) == 0) {
            schema.put("const", random.nextBoolean() ? "всегда" : "it's so");
            return;
        }
        ArrayNode list = schema.putArray("enum");
        WORDS.stream().filter(word -> random.nextBoolean()).forEach(list::add);
        list.add(1).add(12).add(123).add(1.5).addNull();
        list.addObject().putArray("nested").add(true);
    }

    private void array(ObjectNode schema, int depth) {
        schema.put("type", "array");
        int least = random.nextInt(3);
        if (random.nextBoolean()) {
            schema.put("minItems", least);
        }
        if (random.nextBoolean()) {
            schema.put("maxItems", least + random.nextInt(3));
        }
        schema.set("items", value(depth + 1));
    }

    private void object(ObjectNode schema, int depth) {
        schema.put("type", "object");
        if (random.nextBoolean()) {
            schema.put("additionalProperties", random.nextInt(3) == 0);
        }
        List<String> required = new ArrayList<>();
        ObjectNode properties = schema.putObject("properties");
        for (String name : NAMES) {
            if (random.nextInt(3) == 0) {
                properties.set(name, value(depth + 1));
                if (random.nextBoolean()) {
                    required.add(name);
                }
            }
        }
        required.forEach(schema.withArray("required")::add);
    }
}
