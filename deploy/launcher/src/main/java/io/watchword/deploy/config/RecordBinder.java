package io.watchword.deploy.config;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Lays YAML over the components of records: a key that is there replaces the default. Goes on after
 * a problem with the default in its place, so that all of them are found. The records' types decide
 * how deep it goes, not the file.
 */
final class RecordBinder {
    private static final int MAX_LIST = 1000;

    private final Problems problems;

    RecordBinder(Problems problems) {
        this.problems = problems;
    }

    /**
     * A record of the type. After a problem the defaults, or nothing.
     *
     * @param defaults null where every key is required
     */
    @Nullable Object record(Node node, String path, Class<?> type, @Nullable Object defaults) {
        Map<String, Node> values = entries(node, path);
        Map<String, RecordComponent> components = new LinkedHashMap<>();
        for (RecordComponent component : type.getRecordComponents()) {
            components.put(component.getName(), component);
        }
        for (Map.Entry<String, Node> entry : values.entrySet()) {
            if (!components.containsKey(entry.getKey())) {
                problems.add(
                        entry.getValue(),
                        key(path, entry.getKey()),
                        "no such key, required one of " + String.join(", ", components.keySet()));
            }
        }
        boolean whole = true;
        @Nullable Object[] arguments = new Object[components.size()];
        int index = 0;
        for (RecordComponent component : components.values()) {
            Node value = values.get(component.getName());
            String key = key(path, component.getName());
            Object before = defaults == null ? null : read(component, defaults);
            if (defaults == null && value == null) {
                before = nothing(component.getType());
            }
            Object bound =
                    value == null ? before : value(value, key, component.getGenericType(), before);
            Object after = bound == null ? before : bound;
            if (after == null && value == null) {
                problems.add(node, key, "required, found nothing");
            }
            whole &= after != null;
            arguments[index++] = after;
        }
        return whole ? construct(node, path, type, arguments, defaults) : defaults;
    }

    /** What stands for a key that may be left out where there are no defaults. */
    private static @Nullable Object nothing(Class<?> type) {
        if (type == List.class) {
            return List.of();
        }
        return type == Map.class ? Map.of() : null;
    }

    private @Nullable Object construct(
            Node node,
            String path,
            Class<?> type,
            @Nullable Object[] arguments,
            @Nullable Object defaults) {
        try {
            Class<?>[] types =
                    Arrays.stream(type.getRecordComponents())
                            .map(RecordComponent::getType)
                            .toArray(Class<?>[]::new);
            return type.getDeclaredConstructor(types).newInstance(arguments);
        } catch (InvocationTargetException e) {
            int blamed = refused(node, path, type, said(e));
            if (defaults == null || blamed < 0) {
                return defaults;
            }
            // Again with the default there, for what else the constructor has to say.
            Object before = read(type.getRecordComponents()[blamed], defaults);
            if (before.equals(arguments[blamed])) {
                return defaults;
            }
            arguments[blamed] = before;
            return construct(node, path, type, arguments, defaults);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " cannot be made", e);
        }
    }

    /**
     * A record's constructor said no: at the line of the key that its message names first.
     *
     * @return the index of that key among the record's, or negative
     */
    private int refused(Node node, String path, Class<?> type, String message) {
        String whole = message.startsWith(root(path) + ".") ? message : key(path, message);
        Map<String, Node> there = entries(node, path);
        RecordComponent[] components = type.getRecordComponents();
        int first = Integer.MAX_VALUE;
        int blamed = -1;
        for (int index = 0; index < components.length; index++) {
            String name = components[index].getName();
            Matcher found = Pattern.compile("\\b" + name + "\\b").matcher(whole);
            if (there.containsKey(name) && found.find() && found.start() < first) {
                first = found.start();
                blamed = index;
            }
        }
        Node where = blamed < 0 ? node : there.getOrDefault(components[blamed].getName(), node);
        problems.add(where, whole);
        return blamed;
    }

    private static String said(InvocationTargetException thrown) {
        Throwable cause = thrown.getCause();
        return cause == null ? thrown.toString() : String.valueOf(cause.getMessage());
    }

    private static String root(String path) {
        int dot = path.indexOf('.');
        return dot < 0 ? path : path.substring(0, dot);
    }

    private static Object read(RecordComponent component, Object record) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(component + " cannot be read", e);
        }
    }

    /** The keys of a mapping, each once; a missing section is an empty one. */
    private Map<String, Node> entries(Node node, String path) {
        Map<String, Node> entries = new LinkedHashMap<>();
        if (node.getTag().equals(Tag.NULL)) {
            return entries;
        }
        if (!(node instanceof MappingNode mapping)) {
            problems.add(node, path, "required keys and values, found " + shown(node));
            return entries;
        }
        for (NodeTuple tuple : mapping.getValue()) {
            problems.isValueOf(tuple.getKeyNode(), tuple.getValueNode());
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                problems.add(tuple.getKeyNode(), path, "required a word as a key");
            } else if (entries.putIfAbsent(key.getValue(), tuple.getValueNode()) != null) {
                problems.add(key, key(path, key.getValue()), "required once, found again");
            }
        }
        return entries;
    }

    private @Nullable Object value(Node node, String key, Type type, @Nullable Object before) {
        if (type instanceof ParameterizedType generic) {
            Type[] of = generic.getActualTypeArguments();
            if (generic.getRawType() == Map.class) {
                return of[0] == String.class
                        ? texts(node, key)
                        : map(node, key, of, (Map<?, ?>) before);
            }
            if (generic.getRawType() == List.class) {
                return of[0] == String.class
                        ? list(node, key)
                        : records(node, key, (Class<?>) of[0]);
            }
            return node.getTag().equals(Tag.NULL)
                    ? Optional.empty()
                    : Optional.ofNullable(value(node, key, of[0], inner(before)));
        }
        if (type instanceof Class<?> plain && plain.isRecord()) {
            return record(node, key, plain, before);
        }
        return new ScalarReader(problems).read(node, key, (Class<?>) type);
    }

    /** Of an optional record that is there by default; none is. */
    private static @Nullable Object inner(@Nullable Object optional) {
        return optional instanceof Optional<?> found ? found.orElse(null) : null;
    }

    private Map<Object, Object> map(
            Node node, String path, Type[] of, @Nullable Map<?, ?> defaults) {
        Map<Object, Object> bound = new HashMap<>(defaults == null ? Map.of() : defaults);
        Map<String, Object> names = new LinkedHashMap<>();
        for (Object constant : ((Class<?>) of[0]).getEnumConstants()) {
            names.put(((Enum<?>) constant).name().toLowerCase(Locale.ROOT), constant);
        }
        for (Map.Entry<String, Node> entry : entries(node, path).entrySet()) {
            Object name = names.get(entry.getKey());
            String key = key(path, entry.getKey());
            if (name == null) {
                problems.add(
                        entry.getValue(),
                        key,
                        "no such key, required one of "
                                + new TreeSet<>(names.keySet())
                                        .stream().collect(Collectors.joining(", ")));
                continue;
            }
            Object value = value(entry.getValue(), key, of[1], bound.get(name));
            if (value != null) {
                bound.put(name, value);
            }
        }
        return bound;
    }

    /** Free keys, each with a single value. */
    private Map<String, String> texts(Node node, String path) {
        Map<String, String> texts = new LinkedHashMap<>();
        entries(node, path)
                .forEach(
                        (name, value) -> {
                            if (value instanceof ScalarNode scalar) {
                                texts.put(name, scalar.getValue());
                            } else {
                                problems.add(
                                        value,
                                        key(path, name),
                                        "required a text, found " + shown(value));
                            }
                        });
        return texts;
    }

    /** A list of records, in which nothing has a default. */
    private List<Object> records(Node node, String key, Class<?> type) {
        List<Object> records = new ArrayList<>();
        if (node.getTag().equals(Tag.NULL)) {
            return records;
        }
        if (!(node instanceof SequenceNode sequence) || sequence.getValue().size() > MAX_LIST) {
            problems.add(node, key, "required a list, found " + shown(node));
            return records;
        }
        for (Node item : sequence.getValue()) {
            Object record = record(item, key + "[" + records.size() + "]", type, null);
            if (record != null) {
                records.add(record);
            }
        }
        return records;
    }

    private List<String> list(Node node, String key) {
        List<String> values = new ArrayList<>();
        if (node.getTag().equals(Tag.NULL)) {
            return values;
        }
        if (!(node instanceof SequenceNode sequence) || sequence.getValue().size() > MAX_LIST) {
            problems.add(node, key, "required a list, found " + shown(node));
            return values;
        }
        for (Node item : sequence.getValue()) {
            if (item instanceof ScalarNode scalar) {
                values.add(scalar.getValue());
            } else {
                problems.add(item, key, "required a text, found " + shown(item));
            }
        }
        return values;
    }

    static String shown(Node node) {
        if (node instanceof ScalarNode scalar) {
            String value = scalar.getValue();
            return node.getTag().equals(Tag.NULL)
                    ? "nothing"
                    : "\"" + value.substring(0, Math.min(60, value.length())) + "\"";
        }
        return node instanceof MappingNode ? "keys and values" : "a list";
    }

    private static String key(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
