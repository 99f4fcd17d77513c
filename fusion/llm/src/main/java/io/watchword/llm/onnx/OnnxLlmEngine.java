package io.watchword.llm.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.fasterxml.jackson.databind.JsonNode;
import io.watchword.contract.bundle.ModelBundle;
import io.watchword.contract.bundle.ModelBundle.Roles;
import io.watchword.llm.engine.LlmEngine;
import io.watchword.llm.engine.Sequence;
import io.watchword.llm.prompt.Prompt;
import io.watchword.llm.prompt.RotaryPositions;
import java.nio.FloatBuffer;

/**
 * Runs {@code embed_tokens} and {@code decoder_model_merged}. The KV cache stays in the runtime's
 * own tensors: each step's {@code present} outputs are the next step's {@code past} inputs, without
 * a copy through Java. Owns both sessions. Thread-safe.
 */
final class OnnxLlmEngine implements LlmEngine {
    private final OnnxDecoder decoder;

    private OnnxLlmEngine(OnnxDecoder decoder) {
        this.decoder = decoder;
    }

    /**
     * Opens the language model of a bundle.
     *
     * @throws IllegalArgumentException if it is no decoder that this engine can run
     */
    static OnnxLlmEngine open(ModelBundle bundle) {
        JsonNode section = bundle.section("languageModel");
        DecoderForm.Sizes sizes =
                new DecoderForm.Sizes(
                        section.path("hidden").asInt(),
                        section.path("kvHeads").asInt(),
                        section.path("headDim").asInt());
        OrtSession embedTokens = OnnxSessions.open(bundle, Roles.EMBED_TOKENS);
        OrtSession decoder = OnnxSessions.open(bundle, Roles.DECODER);
        try {
            DecoderForm form =
                    DecoderForm.of(decoder.getInputInfo(), decoder.getOutputInfo(), sizes);
            return new OnnxLlmEngine(
                    new OnnxDecoder(
                            decoder,
                            form,
                            new EmptyCache(form.caches()),
                            new TextEmbedder(embedTokens, form.hidden())));
        } catch (OrtException | IllegalArgumentException e) {
            OnnxSessions.close(decoder);
            OnnxSessions.close(embedTokens);
            throw new IllegalArgumentException(
                    "bundle " + bundle.name() + ": " + OnnxSessions.line(e), e);
        }
    }

    /** What the decoder takes and gives. */
    DecoderForm form() {
        return decoder.form();
    }

    @Override
    public int hidden() {
        return decoder.form().hidden();
    }

    @Override
    public Sequence prefill(Prompt prompt) {
        OnnxSequence sequence = new OnnxSequence(decoder, prompt.positions());
        try {
            sequence.prefill(embeds(prompt), prompt.positions(), RotaryPositions.of(prompt));
            return sequence;
        } catch (OrtException e) {
            throw OnnxSessions.bug(e);
        }
    }

    /** Embeddings of all positions, shape (positions, hidden), ready to be read. */
    FloatBuffer embeds(Prompt prompt) throws OrtException {
        FloatBuffer embeds = OnnxSessions.floats(prompt.positions() * hidden());
        for (Prompt.Piece piece : prompt.pieces()) {
            if (piece instanceof Prompt.Tokens tokens) {
                decoder.text().embed(tokens.ids(), embeds);
            } else if (piece instanceof Prompt.Embeds block) {
                embeds.put(block.values());
            }
        }
        return embeds.flip();
    }

    /** Sequences must be closed before. */
    @Override
    public void close() {
        decoder.close();
    }
}
