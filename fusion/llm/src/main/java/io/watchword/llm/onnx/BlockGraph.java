package io.watchword.llm.onnx;

import static io.watchword.contract.Checks.checkArgument;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A graph from the embeddings of one block to others. Where it takes several tensors, the values of
 * each embedding are dealt to them in order. Does not own its session. Thread-safe.
 */
final class BlockGraph {
    /**
     * A tensor that the graph takes.
     *
     * @param count embeddings
     * @param dim values of each
     */
    record Input(String name, int count, int dim) {}

    private final OrtSession session;
    private final List<Input> inputs;
    private final String output;
    private final int dim;

    BlockGraph(OrtSession session, List<Input> inputs, String output) {
        checkArgument(!inputs.isEmpty(), "graph takes nothing");
        this.session = session;
        this.inputs = List.copyOf(inputs);
        this.output = output;
        this.dim = inputs.stream().mapToInt(Input::dim).sum();
    }

    /** Embeddings in a block. */
    int count() {
        return inputs.get(0).count();
    }

    /** Values of an embedding, those of all tensors. */
    int dim() {
        return dim;
    }

    /** Runs it on zeros: the shape that comes out. */
    long[] probe(int count) throws OrtException {
        Map<String, OnnxTensor> tensors = tensors(new float[count * dim]);
        try (OrtSession.Result result = session.run(tensors)) {
            long[] out = ((TensorInfo) result.get(output).orElseThrow().getInfo()).getShape();
            checkArgument(out.length == 3, "projector gives rank %d, required 3", out.length);
            return out;
        } finally {
            tensors.values().forEach(OnnxTensor::close);
        }
    }

    /**
     * @param embeddings shape (any, {@link #dim()}), row-major
     * @return a new array, row-major
     */
    float[] run(float[] embeddings) {
        try {
            Map<String, OnnxTensor> tensors = tensors(embeddings);
            try (OrtSession.Result result = session.run(tensors)) {
                FloatBuffer found =
                        ((OnnxTensor) result.get(output).orElseThrow()).getFloatBuffer();
                float[] values = new float[found.remaining()];
                found.get(values);
                return values;
            } finally {
                tensors.values().forEach(OnnxTensor::close);
            }
        } catch (OrtException e) {
            throw OnnxSessions.bug(e);
        }
    }

    private Map<String, OnnxTensor> tensors(float[] embeddings) throws OrtException {
        int count = embeddings.length / dim;
        Map<String, OnnxTensor> tensors = new HashMap<>();
        int from = 0;
        for (Input input : inputs) {
            long[] shape = {1, count, input.dim()};
            FloatBuffer part = FloatBuffer.wrap(columns(embeddings, from, input.dim()));
            tensors.put(
                    input.name(), OnnxTensor.createTensor(OnnxSessions.environment(), part, shape));
            from += input.dim();
        }
        return tensors;
    }

    private float[] columns(float[] embeddings, int from, int width) {
        if (width == dim) {
            return embeddings;
        }
        float[] part = new float[embeddings.length / dim * width];
        for (int row = 0; row * dim < embeddings.length; row++) {
            System.arraycopy(embeddings, row * dim + from, part, row * width, width);
        }
        return part;
    }
}
