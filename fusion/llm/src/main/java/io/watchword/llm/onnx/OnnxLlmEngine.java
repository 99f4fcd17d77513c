package io.watchword.llm.onnx;

import static io.watchword.contract.Checks.checkState;
import static java.util.Objects.requireNonNull;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.fasterxml.jackson.databind.JsonNode;
import io.watchword.contract.bundle.ModelBundle;
import io.watchword.contract.bundle.ModelBundle.Roles;
import io.watchword.llm.engine.LlmEngine;
import io.watchword.llm.engine.Sequence;
import io.watchword.llm.onnx.DecoderForm.Cache;
import io.watchword.llm.prompt.Prompt;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs {@code embed_tokens} and {@code decoder_model_merged}. The KV cache stays in the runtime's
 * own tensors: each step's {@code present} outputs are the next step's {@code past} inputs, without
 * a copy through Java. Owns both sessions. Thread-safe.
 */
final class OnnxLlmEngine implements LlmEngine {
    private static final String INPUT_IDS = "input_ids";

    private final OrtEnvironment environment = OnnxSessions.environment();
    private final OrtSession embedTokens;
    private final OrtSession decoder;
    private final DecoderForm form;
    private final Map<String, OnnxTensor> emptyCache; // shape (1, heads, 0, headDim), by past name

    private OnnxLlmEngine(
            OrtSession embedTokens,
            OrtSession decoder,
            DecoderForm form,
            Map<String, OnnxTensor> emptyCache) {
        this.embedTokens = embedTokens;
        this.decoder = decoder;
        this.form = form;
        this.emptyCache = emptyCache;
    }

    /**
     * Opens the language model of a bundle.
     *
     * @throws IllegalArgumentException if it is no decoder that this engine can run
     */
    static OnnxLlmEngine open(ModelBundle bundle) {
        JsonNode section = bundle.section("languageModel");
        OrtSession embedTokens = OnnxSessions.open(bundle.file(Roles.EMBED_TOKENS));
        OrtSession decoder = OnnxSessions.open(bundle.file(Roles.DECODER));
        try {
            OnnxSessions.shape(embedTokens.getInputInfo(), INPUT_IDS, OnnxJavaType.INT64, 2);
            DecoderForm form =
                    DecoderForm.of(
                            decoder.getInputInfo(),
                            decoder.getOutputInfo(),
                            section.path("kvHeads").asInt(),
                            section.path("headDim").asInt());
            Map<String, OnnxTensor> emptyCache = new HashMap<>();
            for (Cache cache : form.caches()) {
                long[] shape = {1, cache.heads(), 0, cache.headDim()};
                emptyCache.put(
                        cache.past(),
                        OnnxTensor.createTensor(
                                OnnxSessions.environment(), OnnxSessions.floats(0), shape));
            }
            return new OnnxLlmEngine(embedTokens, decoder, form, emptyCache);
        } catch (OrtException e) {
            throw new IllegalArgumentException(
                    "bundle " + bundle.name() + ": " + OnnxSessions.line(e), e);
        }
    }

    @Override
    public int hidden() {
        return form.hidden();
    }

    @Override
    public Sequence prefill(Prompt prompt) {
        try {
            FloatBuffer embeds = OnnxSessions.floats(prompt.positions() * form.hidden());
            for (Prompt.Piece piece : prompt.pieces()) {
                if (piece instanceof Prompt.Tokens tokens) {
                    embed(tokens.ids(), embeds);
                } else if (piece instanceof Prompt.Embeds block) {
                    embeds.put(block.values());
                }
            }
            OnnxSequence sequence = new OnnxSequence(prompt.positions());
            sequence.run(embeds.flip(), prompt.positions());
            return sequence;
        } catch (OrtException e) {
            throw OnnxSessions.bug(e);
        }
    }

    private void embed(int[] ids, FloatBuffer into) throws OrtException {
        LongBuffer input = OnnxSessions.longs(ids.length);
        for (int id : ids) {
            input.put(id);
        }
        long[] shape = {1, ids.length};
        try (OnnxTensor tensor = OnnxTensor.createTensor(environment, input.flip(), shape);
                OrtSession.Result result = embedTokens.run(Map.of(INPUT_IDS, tensor))) {
            into.put(
                    ((OnnxTensor) result.get(DecoderForm.INPUTS_EMBEDS).orElseThrow())
                            .getFloatBuffer());
        }
    }

    /** Sequences must be closed before. */
    @Override
    public void close() {
        try {
            emptyCache.values().forEach(OnnxTensor::close);
            decoder.close();
            embedTokens.close();
        } catch (OrtException e) {
            throw OnnxSessions.bug(e);
        }
    }

    /** A prompt and its continuation. Its KV cache is the result of the last run, kept open. */
    private final class OnnxSequence implements Sequence {
        private OrtSession.@Nullable Result cache; // null before the first run and after closing
        private LongBuffer ones; // the attention mask: nothing is padded
        private int positions;

        OnnxSequence(int promptPositions) {
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
         * @param embeds shape (count, hidden)
         */
        void run(FloatBuffer embeds, int count) throws OrtException {
            int total = positions + count;
            if (total > ones.capacity()) {
                ones = ones(2 * total);
            }
            OrtSession.Result past = cache;
            List<OnnxTensor> owned = new ArrayList<>();
            Map<String, OnnxTensor> inputs = new HashMap<>();
            try {
                long[] embedsShape = {1, count, form.hidden()};
                long[] maskShape = {1, total};
                owned.add(OnnxTensor.createTensor(environment, embeds, embedsShape));
                inputs.put(DecoderForm.INPUTS_EMBEDS, owned.get(0));
                owned.add(OnnxTensor.createTensor(environment, ones.slice(0, total), maskShape));
                inputs.put(DecoderForm.ATTENTION_MASK, owned.get(1));
                if (form.positionIds()) {
                    owned.add(positionIds(count));
                    inputs.put(DecoderForm.POSITION_IDS, owned.get(2));
                }
                for (Cache layer : form.caches()) {
                    inputs.put(
                            layer.past(),
                            past == null
                                    ? emptyCache.get(layer.past())
                                    : (OnnxTensor) past.get(layer.present()).orElseThrow());
                }
                cache = decoder.run(inputs);
            } finally {
                owned.forEach(OnnxTensor::close);
            }
            if (past != null) {
                past.close();
            }
            positions = total;
        }

        private OnnxTensor positionIds(int count) throws OrtException {
            LongBuffer ids = OnnxSessions.longs(count);
            for (int i = 0; i < count; i++) {
                ids.put(i, positions + i);
            }
            long[] shape = {1, count};
            return OnnxTensor.createTensor(environment, ids, shape);
        }

        @Override
        public float[] logits() {
            OrtSession.Result last = requireNonNull(cache, "sequence is closed");
            OnnxTensor all = (OnnxTensor) last.get(DecoderForm.LOGITS).orElseThrow();
            FloatBuffer values = all.getFloatBuffer(); // (1, count or 1, vocabulary)
            float[] logits = new float[form.vocabulary()];
            values.get(values.limit() - logits.length, logits);
            return logits;
        }

        @Override
        public void decode(int tokenId) {
            checkState(cache != null, "sequence is closed");
            FloatBuffer embeds = OnnxSessions.floats(form.hidden());
            try {
                embed(new int[] {tokenId}, embeds);
                run(embeds.flip(), 1);
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
}
