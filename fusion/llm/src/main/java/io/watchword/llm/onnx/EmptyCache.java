package io.watchword.llm.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.watchword.llm.onnx.DecoderForm.Cache;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The KV cache before the first step: shape (1, heads, 0, headDim) each. Owns its tensors. */
final class EmptyCache implements AutoCloseable {
    private final Map<String, OnnxTensor> byPast = new HashMap<>();

    EmptyCache(List<Cache> caches) throws OrtException {
        OrtEnvironment environment = OnnxSessions.environment();
        for (Cache cache : caches) {
            long[] shape = {1, cache.heads(), 0, cache.headDim()};
            byPast.put(
                    cache.past(),
                    cache.type() == OnnxJavaType.FLOAT
                            ? OnnxTensor.createTensor(environment, OnnxSessions.floats(0), shape)
                            : OnnxTensor.createTensor(
                                    environment,
                                    ByteBuffer.allocateDirect(0),
                                    shape,
                                    cache.type()));
        }
    }

    /** By the names of the decoder's inputs; they belong to this. */
    Map<String, OnnxTensor> tensors() {
        return byPast;
    }

    @Override
    public void close() {
        byPast.values().forEach(OnnxTensor::close);
    }
}
