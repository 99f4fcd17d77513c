package io.watchword.deploy.eval.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.watchword.contract.bundle.ModelBundle;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.Map;

/** A bundle's text encoder for search. Owns its session. */
public final class OnnxSearchText implements AutoCloseable {
    private final OrtSession session;

    private OnnxSearchText(OrtSession session) {
        this.session = session;
    }

    /**
     * @throws IllegalArgumentException if the bundle has none, or its file is no model
     */
    public static OnnxSearchText open(ModelBundle bundle) {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            return new OnnxSearchText(
                    OrtEnvironment.getEnvironment()
                            .createSession(
                                    bundle.file(ModelBundle.Roles.SEARCH_TEXT).toString(),
                                    options));
        } catch (OrtException e) {
            throw new IllegalArgumentException("search_text: " + e.getMessage(), e);
        }
    }

    /** The vector of a text, (dim), of unit length. */
    public float[] vector(int[] tokenIds) {
        long[] ids = Arrays.stream(tokenIds).asLongStream().toArray();
        long[] mask = new long[ids.length];
        Arrays.fill(mask, 1);
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        long[] shape = {1, ids.length};
        try (OnnxTensor input = OnnxTensor.createTensor(environment, LongBuffer.wrap(ids), shape);
                OnnxTensor all =
                        OnnxTensor.createTensor(environment, LongBuffer.wrap(mask), shape);
                OrtSession.Result result =
                        session.run(Map.of("input_ids", input, "attention_mask", all))) {
            OnnxTensor search = (OnnxTensor) result.get("search").orElseThrow();
            float[] vector = new float[search.getFloatBuffer().remaining()];
            search.getFloatBuffer().get(vector);
            return vector;
        } catch (OrtException e) {
            throw new IllegalStateException("search_text: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("search_text: " + e.getMessage(), e);
        }
    }
}
