package io.watchword.llm.onnx;

import static io.watchword.contract.Checks.checkState;
import static java.util.Objects.requireNonNull;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.watchword.llm.engine.Sequence;
import io.watchword.llm.onnx.DecoderForm.Cache;
import io.watchword.llm.prompt.RotaryPositions;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A prompt and its continuation. Its KV cache is the result of the last run, kept open. */
final class OnnxSequence implements Sequence {
    private final OnnxDecoder decoder;
    private OrtSession.@Nullable Result cache; // null before the first run and after closing
    private LongBuffer ones; // the attention mask: nothing is padded
    private int positions;
    private long rotaryAhead; // how far the next rotary position is from the number of positions

    OnnxSequence(OnnxDecoder decoder, int promptPositions) {
        this.decoder = decoder;
        ones = ones(promptPositions + 64);
    }

    private static LongBuffer ones(int count) {
        LongBuffer ones = OnnxSessions.longs(count);
        for (int i = 0; i < count; i++) {
            ones.put(i, 1);
        }
        return ones;
    }

    /**
     * Runs the prompt.
     *
     * @param embeds shape (count, hidden)
     */
    void prefill(FloatBuffer embeds, int count, RotaryPositions rotary) throws OrtException {
        run(embeds, count, rotary.axes());
        rotaryAhead = rotary.next() - count;
    }

    private void run(FloatBuffer embeds, int count, long[][] axes) throws OrtException {
        int total = positions + count;
        if (total > ones.capacity()) {
            ones = ones(2 * total);
        }
        OrtSession.Result past = cache;
        DecoderForm form = decoder.form();
        try (StepInputs step = new StepInputs()) {
            step.embeds(embeds, count, form.hidden());
            step.attention(ones, total);
            switch (form.positions()) {
                case NONE -> {}
                case ONE -> step.positions(positions, count);
                case THREE -> step.positions(axes);
            }
            if (form.optional().contains(DecoderForm.LOGITS_TO_KEEP)) {
                step.lastLogits();
            }
            if (form.optional().contains(DecoderForm.USE_CACHE)) {
                step.useCache(past != null);
            }
            Map<String, OnnxTensor> inputs = new HashMap<>(step.tensors());
            for (Cache layer : form.caches()) {
                inputs.put(
                        layer.past(),
                        past == null
                                ? decoder.emptyCache().of(layer)
                                : (OnnxTensor) past.get(layer.present()).orElseThrow());
            }
            cache = decoder.run(inputs);
        }
        if (past != null) {
            past.close();
        }
        positions = total;
    }

    @Override
    public float[] logits() {
        OrtSession.Result last = requireNonNull(cache, "sequence is closed");
        OnnxTensor all = (OnnxTensor) last.get(DecoderForm.LOGITS).orElseThrow();
        int vocabulary = Math.toIntExact(all.getInfo().getShape()[2]);
        FloatBuffer values = all.getFloatBuffer(); // (1, count or 1, vocabulary)
        float[] logits = new float[vocabulary];
        values.get(values.limit() - vocabulary, logits);
        return logits;
    }

    @Override
    public void decode(int tokenId) {
        checkState(cache != null, "sequence is closed");
        FloatBuffer embeds = OnnxSessions.floats(decoder.form().hidden());
        long at = positions + rotaryAhead;
        try {
            decoder.text().embed(new int[] {tokenId}, embeds);
            run(embeds.flip(), 1, new long[][] {{at}, {at}, {at}});
        } catch (OrtException e) {
            throw OnnxSessions.bug(e);
        }
    }

    @Override
    public int positions() {
        return positions;
    }

    @Override
    public void close() {
        if (cache != null) {
            cache.close();
            cache = null;
        }
    }
}
