package io.watchword.llm.onnx;

import static io.watchword.contract.Checks.checkArgument;

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
import java.util.ArrayList;
import java.util.List;

/**
 * Runs {@code embed_tokens} and {@code decoder_model_merged}. The KV cache stays in direct memory:
 * each step's {@code present} outputs are the next step's {@code past} inputs, copied only when a
 * sequence joins or leaves. Owns both sessions. Thread-safe.
 */
final class OnnxLlmEngine implements LlmEngine {
    private final OnnxDecoder decoder;
    private volatile boolean mixesRows;

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
                            new CacheSlabs(form.caches()),
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

    /**
     * Runs the decoder on a few tokens, alone and side by side, and has it decode one sequence at a
     * time from now on if what one says depends on the others: as it does where the activations of
     * a whole batch are rounded by one scale.
     *
     * @throws IllegalStateException if it does not run
     */
    void tryOut() {
        mixesRows = RowProbe.mixesRows(this);
    }

    /** Whether sequences must be decoded one at a time. */
    boolean mixesRows() {
        return mixesRows;
    }

    @Override
    public Sequence prefill(Prompt prompt) {
        RotaryPositions rotary = RotaryPositions.of(prompt);
        int count = prompt.positions();
        try (StepInputs step = StepInputs.prefill(decoder.form(), embeds(prompt), rotary.axes())) {
            OnnxDecoder.Ran ran = decoder.run(step, decoder.emptyCache().tensors(), 1, count);
            return new OnnxSequence(this, ran, count, rotary.next());
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

    @Override
    public void decode(List<? extends Sequence> sequences, int[] tokenIds) {
        checkArgument(
                sequences.size() == tokenIds.length,
                "%d sequences and %d tokens",
                sequences.size(),
                tokenIds.length);
        List<OnnxSequence> rows = new ArrayList<>(tokenIds.length);
        for (Sequence sequence : sequences) {
            rows.add((OnnxSequence) sequence);
        }
        if (mixesRows) {
            for (int i = 0; i < tokenIds.length; i++) {
                step(rows.subList(i, i + 1), new int[] {tokenIds[i]});
            }
        } else {
            step(rows, tokenIds);
        }
    }

    /** One run for all rows. */
    void step(List<OnnxSequence> sequences, int[] tokenIds) {
        FloatBuffer embeds = OnnxSessions.floats(tokenIds.length * hidden());
        try (PastRows past = PastRows.of(decoder, sequences)) {
            int columns = past.columns() + 1;
            decoder.text().embed(tokenIds, embeds);
            try (StepInputs step =
                    StepInputs.decode(decoder.form(), embeds.flip(), sequences, columns)) {
                OnnxDecoder.Ran ran = decoder.run(step, past.tensors(), sequences.size(), columns);
                for (int row = 0; row < sequences.size(); row++) {
                    sequences.get(row).moveTo(ran, row);
                }
            }
        } catch (OrtException e) {
            throw OnnxSessions.bug(e);
        }
    }

    /** Sequences must be closed before. */
    @Override
    public void close() {
        decoder.close();
    }
}
