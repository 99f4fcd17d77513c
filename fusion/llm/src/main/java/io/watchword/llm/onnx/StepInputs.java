package io.watchword.llm.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.HashMap;
import java.util.Map;

/** The tensors of one step of a decoder, all but its KV cache. Owns them. */
final class StepInputs implements AutoCloseable {
    private final OrtEnvironment environment = OnnxSessions.environment();
    private final Map<String, OnnxTensor> tensors = new HashMap<>();

    /** By name; belongs to this. */
    Map<String, OnnxTensor> tensors() {
        return tensors;
    }

    /**
     * @param embeds shape (count, hidden)
     */
    void embeds(FloatBuffer embeds, int count, int hidden) throws OrtException {
        long[] shape = {1, count, hidden};
        put(DecoderForm.INPUTS_EMBEDS, OnnxTensor.createTensor(environment, embeds, shape));
    }

    /** Nothing is padded. */
    void attention(LongBuffer ones, int total) throws OrtException {
        long[] shape = {1, total};
        put(
                DecoderForm.ATTENTION_MASK,
                OnnxTensor.createTensor(environment, ones.slice(0, total), shape));
    }

    /** Counts up from {@code first}. */
    void positions(long first, int count) throws OrtException {
        LongBuffer ids = OnnxSessions.longs(count);
        for (int i = 0; i < count; i++) {
            ids.put(i, first + i);
        }
        long[] shape = {1, count};
        put(DecoderForm.POSITION_IDS, OnnxTensor.createTensor(environment, ids, shape));
    }

    /**
     * @param axes shape (3, count)
     */
    void positions(long[][] axes) throws OrtException {
        int count = axes[0].length;
        LongBuffer ids = OnnxSessions.longs(axes.length * count);
        for (long[] axis : axes) {
            ids.put(axis);
        }
        long[] shape = {axes.length, 1, count};
        put(DecoderForm.POSITION_IDS, OnnxTensor.createTensor(environment, ids.flip(), shape));
    }

    /** Only the last position's logits are wanted. */
    void lastLogits() throws OrtException {
        LongBuffer one = OnnxSessions.longs(1).put(0, 1);
        put(DecoderForm.LOGITS_TO_KEEP, OnnxTensor.createTensor(environment, one, new long[0]));
    }

    /**
     * @param past whether there are positions in the KV cache
     */
    void useCache(boolean past) throws OrtException {
        put(DecoderForm.USE_CACHE, OnnxTensor.createTensor(environment, new boolean[] {past}));
    }

    private void put(String name, OnnxTensor tensor) {
        tensors.put(name, tensor);
    }

    @Override
    public void close() {
        tensors.values().forEach(OnnxTensor::close);
    }
}
