package io.watchword.deploy.models.onnx;

import java.util.List;

/**
 * A made-up input.
 *
 * @param values of whole numbers; of others the graph sees a pattern, or true
 */
public record Feed(Type type, List<Long> shape, List<Long> values) {
    /** Of a tensor. */
    public enum Type {
        FLOAT32,
        BOOL,
        INT64
    }

    public Feed {
        shape = List.copyOf(shape);
        values = List.copyOf(values);
    }

    public static Feed floats(Long... shape) {
        return new Feed(Type.FLOAT32, List.of(shape), List.of());
    }

    public static Feed trues(Long... shape) {
        return new Feed(Type.BOOL, List.of(shape), List.of());
    }

    public static Feed numbers(List<Long> shape, Long... values) {
        return new Feed(Type.INT64, shape, List.of(values));
    }
}
