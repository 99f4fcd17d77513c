package io.watchword.llm.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.watchword.llm.onnx.DecoderForm.Cache;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The KV cache before the first step: shape (1, heads, 0, headDim) each. Owns its tensors. */
final class EmptyCache implements AutoCloseable {
    private final List<OnnxTensor> tensors = new ArrayList<>();

    EmptyCache(List<Cache> caches) throws OrtException {
        OrtEnvironment environment = OnnxSessions.environment();
        for (Cache cache : caches) {
            long[] shape = {1, cache.heads(), 0, cache.headDim()};
            tensors.add(
                    OnnxTensor.createTensor(
                            environment, ByteBuffer.allocateDirect(0), shape, cache.type()));
        }
    }

    /** In the order of the caches; they belong to this. */
    List<OnnxTensor> tensors() {
        return tensors;
    }

    @Override
    public void close() {
        tensors.forEach(OnnxTensor::close);
    }
}
