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
     * @param past the KV cache so far, in the order of the form's caches; the caller closes it
     * @param columns positions of each row after this run, those of padding among them
     */
    Ran run(StepInputs step, List<OnnxTensor> past, int rows, int columns) throws OrtException {
        CacheSlab slab = slabs.take(Math.multiplyExact(rows, columns));
        CacheRows written = new CacheRows(slabs, slab, slab.tensors(rows, columns), rows, columns);
        Map<String, OnnxTensor> inputs = new HashMap<>(step.tensors());
        Map<String, OnnxTensor> presents = new HashMap<>();
        for (int i = 0; i < past.size(); i++) {
            Cache cache = form.caches().get(i);
            inputs.put(cache.past(), past.get(i));
            presents.put(cache.present(), written.tensors().get(i));
        }
        try (OrtSession.Result result = session.run(inputs, Set.of(DecoderForm.LOGITS), presents)) {
            OnnxTensor logits = (OnnxTensor) result.get(DecoderForm.LOGITS).orElseThrow();
            return new Ran(written, logits(logits, rows));
        } catch (OrtException e) {
            written.free();
            throw e;
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
