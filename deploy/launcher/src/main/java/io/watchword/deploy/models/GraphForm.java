package io.watchword.deploy.models;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a graph takes and gives, by name, in its own order. */
public record GraphForm(Map<String, TensorForm> inputs, Map<String, TensorForm> outputs) {
    public GraphForm {
        inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
        outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
    }

    /** Keys {@code inputs}, {@code outputs} and {@code types} of a role. */
    void write(ObjectNode role) {
        write(inputs, role.putObject("inputs"));
        write(outputs, role.putObject("outputs"));
        ObjectNode types = role.putObject("types");
        inputs.forEach((name, tensor) -> types.put(name, tensor.type()));
        outputs.forEach((name, tensor) -> types.put(name, tensor.type()));
    }

    private static void write(Map<String, TensorForm> tensors, ObjectNode json) {
        tensors.forEach(
                (name, tensor) -> {
                    ArrayNode shape = json.putArray(name);
                    for (int axis = 0; axis < tensor.rank(); axis++) {
                        if (tensor.dims().get(axis) > 0) {
                            shape.add(tensor.dims().get(axis));
                        } else {
                            shape.add(tensor.label(axis));
                        }
                    }
                });
    }
}
