package io.watchword.deploy.config;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Single values, by the type that the record wants: YAML's own guess, for which {@code no} and
 * {@code off} are false, does not count.
 */
final class ScalarReader {
    private final Problems problems;

    ScalarReader(Problems problems) {
        this.problems = problems;
    }

    /** Empty after a problem. */
    @Nullable Object read(Node node, String key, Class<?> type) {
        if (!(node instanceof ScalarNode scalar) || node.getTag().equals(Tag.NULL)) {
            return problem(node, key, required(type, key));
        }
        String text = scalar.getValue().strip();
        Object value = parse(text, key, type);
        return value == null ? problem(node, key, required(type, key)) : value;
    }

    private @Nullable Object problem(Node node, String key, String required) {
        problems.add(node, key, "required " + required + ", found " + RecordBinder.shown(node));
        return null;
    }

    private static @Nullable Object parse(String text, String key, Class<?> type) {
        if (type == String.class) {
            return text;
        }
        if (type == Duration.class) {
            Optional<Duration> duration = Quantity.duration(text);
            return duration.orElse(null);
        }
        if (type == boolean.class) {
            return (text.equals("true") || text.equals("false")) ? Boolean.valueOf(text) : null;
        }
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .filter(constant -> name(constant).equals(text))
                    .findFirst()
                    .orElse(null);
        }
        return number(text, key, type);
    }

    private static @Nullable Object number(String text, String key, Class<?> type) {
        try {
            if (type == float.class) {
                float value = Float.parseFloat(text);
                return Float.isFinite(value) ? value : null;
            }
            if (type == int.class) {
                return Integer.valueOf(text);
            }
            if (isSize(key)) {
                OptionalLong bytes = Quantity.bytes(text);
                return bytes.isPresent() ? (Object) bytes.getAsLong() : null;
            }
            return Long.valueOf(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static boolean isSize(String key) {
        return key.endsWith("Bytes");
    }

    private static String name(Object constant) {
        return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT);
    }

    private static String required(Class<?> type, String key) {
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .map(ScalarReader::name)
                    .collect(Collectors.joining(", "));
        }
        if (type == Duration.class) {
            return "a duration such as 500ms, 2s, 5m or 1h";
        }
        if (type == boolean.class) {
            return "true or false";
        }
        if (type == String.class) {
            return "a text";
        }
        if (type == float.class) {
            return "a number";
        }
        return isSize(key) ? "a size such as 4096, 32MB or 1GB" : "a whole number";
    }
}
