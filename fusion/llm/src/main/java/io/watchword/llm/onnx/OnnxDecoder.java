package io.watchword.llm.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.watchword.llm.onnx.DecoderForm.Cache;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code decoder_model_merged}. Owns its session and the text embeddings. Thread-safe.
 *
 * @param text embeds the tokens that follow
 */
record OnnxDecoder(OrtSession session, DecoderForm form, TextEmbedder text)
        implements AutoCloseable {
    /**
     * Runs once.
     *
     * @param step all inputs but the KV cache
     * @param past the KV cache so far, in the order of the form's caches
     * @param present where it goes on, in the same order
     * @return logits after the last position of each row, shape (rows, vocabulary)
     */
    float[][] run(StepInputs step, List<OnnxTensor> past, List<OnnxTensor> present, int rows)
            throws OrtException {
        Map<String, OnnxTensor> inputs = new HashMap<>(step.tensors());
        Map<String, OnnxTensor> outputs = new HashMap<>();
        for (int i = 0; i < past.size(); i++) {
            Cache cache = form.caches().get(i);
            inputs.put(cache.past(), past.get(i));
            outputs.put(cache.present(), present.get(i));
        }
        try (OrtSession.Result result = session.run(inputs, Set.of(DecoderForm.LOGITS), outputs)) {
            return logits((OnnxTensor) result.get(DecoderForm.LOGITS).orElseThrow(), rows);
        }
    }

    private static float[][] logits(OnnxTensor all, int rows) {
        int vocabulary = Math.toIntExact(all.getInfo().getShape()[2]);
        FloatBuffer values = all.getFloatBuffer(); // (rows, count or 1, vocabulary)
        int row = values.limit() / rows;
        float[][] logits = new float[rows][vocabulary];
        for (int i = 0; i < rows; i++) {
            values.get((i + 1) * row - vocabulary, logits[i]);
        }
        return logits;
    }

    @Override
    public void close() {
        OnnxSessions.close(session);
        text.close();
    }
}
