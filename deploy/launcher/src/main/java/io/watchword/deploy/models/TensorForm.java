package io.watchword.deploy.models;

import java.util.Collections;
import java.util.List;

/**
 * Type and shape of one input or output of a graph.
 *
 * @param type {@code float32}, {@code float16}, {@code int64}, {@code bool} or another's name
 * @param dims -1 where a dimension is open
 * @param names of open dimensions; may be empty strings
 */
public record TensorForm(String type, List<Long> dims, List<String> names) {
    public TensorForm {
        dims = List.copyOf(dims);
        names = List.copyOf(names);
    }

    /** Without names, for comparing. */
    public static TensorForm of(String type, List<Long> dims) {
        return new TensorForm(type, dims, Collections.nCopies(dims.size(), ""));
    }

    int rank() {
        return dims.size();
    }

    /** A dimension, or what is given where it is open. */
    long dim(int axis, long otherwise) {
        return dims.get(axis) > 0 ? dims.get(axis) : otherwise;
    }

    /** As people read it: {@code float32 [batch, 3, 64, 64]}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(type).append(" [");
        for (int axis = 0; axis < dims.size(); axis++) {
            text.append(axis == 0 ? "" : ", ").append(label(axis));
        }
        return text.append(']').toString();
    }

    /** Name or size of a dimension. */
    String label(int axis) {
        if (dims.get(axis) > 0) {
            return String.valueOf(dims.get(axis));
        }
        return names.get(axis).isEmpty() ? "any" : names.get(axis);
    }
}
