package io.watchword.encoders.onnx;

import static io.watchword.contract.Checks.checkArgument;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.watchword.contract.ErrorCode;
import io.watchword.contract.bundle.ModelBundle;
import io.watchword.encoders.ExecutionConfig;
import io.watchword.encoders.batch.ModelException;
import java.util.Arrays;
import java.util.Map;

/** One model of a bundle, addressed by the names of its tensors. Owns its session. */
final class OnnxModel implements AutoCloseable {
    private final String role;
    private final OrtSession session;
    private final Map<String, NodeInfo> inputs;
    private final Map<String, NodeInfo> outputs;

    private OnnxModel(String role, OrtSession session) throws OrtException {
        this.role = role;
        this.session = session;
        inputs = session.getInputInfo();
        outputs = session.getOutputInfo();
    }

    /**
     * @throws IllegalArgumentException if the bundle has no such role, its file is no model, or the
     *     device is not there
     */
    static OnnxModel open(ModelBundle bundle, String role, ExecutionConfig execution) {
        try {
            return new OnnxModel(role, OnnxSessions.open(bundle, role, execution));
        } catch (OrtException e) {
            throw new IllegalArgumentException(role + ": " + e.getMessage(), e);
        }
    }

    String role() {
        return role;
    }

    /** What it takes, by name. */
    Map<String, NodeInfo> inputs() {
        return inputs;
    }

    /** What it gives, by name. */
    Map<String, NodeInfo> outputs() {
        return outputs;
    }

    /**
     * Shape of an output for one input: what follows the batch dimension.
     *
     * @throws IllegalArgumentException if there is no such output, or a dimension is not fixed
     */
    int[] outputShape(String name) {
        return rowShape(name, outputs);
    }

    /**
     * Compares what the model takes with what it will be given.
     *
     * @throws IllegalArgumentException if they differ
     */
    void requireInput(String name, int... row) {
        int[] found = rowShape(name, inputs);
        checkArgument(
                Arrays.equals(found, row),
                "%s takes %s of shape %s, bundle.json says %s",
                role,
                name,
                Arrays.toString(found),
                Arrays.toString(row));
    }

    private int[] rowShape(String name, Map<String, NodeInfo> nodes) {
        NodeInfo node = nodes.get(name);
        checkArgument(node != null, "%s has no tensor %s, it has %s", role, name, nodes.keySet());
        checkArgument(
                node != null && node.getInfo() instanceof TensorInfo,
                "%s: %s is no tensor",
                role,
                name);
        long[] shape =
                node != null && node.getInfo() instanceof TensorInfo t ? t.getShape() : new long[1];
        int[] row = new int[shape.length - 1];
        for (int i = 0; i < row.length; i++) {
            checkArgument(
                    shape[i + 1] > 0, "%s: %s has shape %s", role, name, Arrays.toString(shape));
            row[i] = (int) shape[i + 1];
        }
        return row;
    }

    /** Runs the model; the caller closes the result and its own tensors. */
    OrtSession.Result run(Map<String, OnnxTensor> tensors) {
        try {
            return session.run(tensors);
        } catch (OrtException e) {
            throw new ModelException(ErrorCode.UNAVAILABLE, role + ": " + e.getMessage(), e);
        }
    }

    /**
     * Copies an output to the heap.
     *
     * @param row shape for one input
     * @return shape (batch, row...), flat
     * @throws ModelException if the output has another shape
     */
    float[][] floats(OrtSession.Result result, String name, int batch, int... row) {
        OnnxTensor tensor = output(result, name, batch, row);
        float[][] values = new float[batch][size(row)];
        java.nio.FloatBuffer buffer = tensor.getFloatBuffer();
        for (float[] one : values) {
            buffer.get(one);
        }
        return values;
    }

    /** As {@link #floats}, for ids. */
    int[][] ids(OrtSession.Result result, String name, int batch, int... row) {
        OnnxTensor tensor = output(result, name, batch, row);
        int[][] values = new int[batch][size(row)];
        java.nio.LongBuffer buffer = tensor.getLongBuffer();
        for (int[] one : values) {
            for (int i = 0; i < one.length; i++) {
                one[i] = Math.toIntExact(buffer.get());
            }
        }
        return values;
    }

    private OnnxTensor output(OrtSession.Result result, String name, int batch, int... row) {
        OnnxValue value =
                result.get(name)
                        .orElseThrow(
                                () ->
                                        new ModelException(
                                                ErrorCode.INVALID_OUTPUT,
                                                role + " gave no " + name));
        long[] required = new long[row.length + 1];
        required[0] = batch;
        for (int i = 0; i < row.length; i++) {
            required[i + 1] = row[i];
        }
        if (value instanceof OnnxTensor tensor
                && Arrays.equals(tensor.getInfo().getShape(), required)) {
            return tensor;
        }
        throw new ModelException(
                ErrorCode.INVALID_OUTPUT,
                role
                        + " gave "
                        + name
                        + " as "
                        + value.getInfo()
                        + ", required is "
                        + Arrays.toString(required));
    }

    private static int size(int... row) {
        int size = 1;
        for (int dimension : row) {
            size *= dimension;
        }
        return size;
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException(role + ": " + e.getMessage(), e);
        }
    }
}
