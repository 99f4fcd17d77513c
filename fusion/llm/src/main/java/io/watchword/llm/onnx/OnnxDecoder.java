package io.watchword.llm.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.watchword.llm.onnx.DecoderForm.Cache;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code decoder_model_merged} with what its sequences share. Owns all of it. Thread-safe.
 *
 * @param slabs memory of the KV cache that is free
 * @param text embeds the tokens that follow
 */
record OnnxDecoder(
        OrtSession session,
        DecoderForm form,
        EmptyCache emptyCache,
        CacheSlabs slabs,
        TextEmbedder text)
        implements AutoCloseable {

    /**
     * What one run gave.
     *
     * @param logits after the last position of each row, shape (rows, vocabulary)
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Ran(CacheRows cache, float[][] logits) {}

    /**
     * Runs once.
     *
     * @param step all inputs but the KV cache; the caller closes it
     * @param past the KV cache so far, by input; the caller closes it
     * @param columns positions of each row after this run, those of padding among them
     */
    Ran run(StepInputs step, Map<String, OnnxTensor> past, int rows, int columns)
            throws OrtException {
        Map<String, OnnxTensor> inputs = new HashMap<>(step.tensors());
        inputs.putAll(past);
        CacheSlab slab = slabs.take(Math.multiplyExact(rows, columns));
        Map<String, OnnxTensor> presents = new HashMap<>();
        boolean ran = false;
        try {
            List<Cache> caches = form.caches();
            for (int i = 0; i < caches.size(); i++) {
                presents.put(caches.get(i).present(), slab.tensor(i, rows, columns));
            }
            float[][] logits;
            try (OrtSession.Result result =
                    session.run(inputs, Set.of(DecoderForm.LOGITS), presents)) {
                logits = logits((OnnxTensor) result.get(DecoderForm.LOGITS).orElseThrow(), rows);
            }
            ran = true;
            return new Ran(new CacheRows(slabs, slab, rows, columns), logits);
        } finally {
            new ArrayList<>(presents.values()).forEach(OnnxTensor::close);
            if (!ran) {
                slabs.give(slab);
            }
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
        emptyCache.close();
        OnnxSessions.close(session);
        text.close();
    }
}
