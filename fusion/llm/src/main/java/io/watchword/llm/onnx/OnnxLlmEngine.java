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
import java.util.Optional;

/**
 * Runs {@code embed_tokens} and {@code decoder_model_merged}. The KV cache stays in direct memory,
 * written in place where the decoder allows it. Owns both sessions. Thread-safe.
 */
final class OnnxLlmEngine implements LlmEngine {
    private final OnnxDecoder decoder;
    private final CacheKeeping concatenated;
    private final Optional<CacheKeeping> shared;
    private volatile CacheKeeping caches;
    private volatile boolean mixesRows;

    private OnnxLlmEngine(
            OnnxDecoder decoder, CacheKeeping concatenated, Optional<CacheKeeping> shared) {
        this.decoder = decoder;
        this.concatenated = concatenated;
        this.shared = shared;
        this.caches = shared.orElse(concatenated);
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
        OrtSession session = OnnxSessions.open(bundle, Roles.DECODER);
        try {
            DecoderForm form =
                    DecoderForm.of(session.getInputInfo(), session.getOutputInfo(), sizes);
            OnnxDecoder decoder =
                    new OnnxDecoder(session, form, new TextEmbedder(embedTokens, form.hidden()));
            CacheSlabs slabs = new CacheSlabs(form.caches());
            boolean inPlace =
                    SharedBuffers.possible(
                            GraphNodes.of(bundle.file(Roles.DECODER)), form.caches());
            return new OnnxLlmEngine(
                    decoder,
                    new ConcatenatedCaches(decoder, slabs),
                    inPlace ? Optional.of(new SharedCaches(decoder, slabs)) : Optional.empty());
        } catch (OrtException | IllegalArgumentException e) {
            OnnxSessions.close(session);
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
     * Runs the decoder on a few tokens. Its KV cache is written in place from now on if that gives
     * what it gives otherwise; and one sequence is decoded at a time if what one says depends on
     * the others: as it does where the activations of a whole batch are rounded by one scale.
     *
     * @throws IllegalStateException if it does not run
     */
    void tryOut() {
        if (shared.isPresent() && !RowProbe.sameInPlace(this, shared.get(), concatenated)) {
            caches = concatenated;
        }
        mixesRows = RowProbe.mixesRows(this);
    }

    /** Whether sequences must be decoded one at a time. */
    boolean mixesRows() {
        return mixesRows;
    }

    /** How the KV caches of new sequences are kept. */
    CacheKeeping caches() {
        return caches;
    }

    /** Whether the KV cache is written in place. */
    boolean writesInPlace() {
        return caches != concatenated;
    }

    /** Copies the KV cache at every step, whatever the decoder allows: to compare with. */
    void copyCaches() {
        caches = concatenated;
        mixesRows = RowProbe.mixesRows(this);
    }

    @Override
    public Sequence prefill(Prompt prompt) {
        return prefill(prompt, caches);
    }

    OnnxSequence prefill(Prompt prompt, CacheKeeping keeping) {
        OnnxSequence sequence = new OnnxSequence(this, keeping);
        try {
            read(sequence, prompt);
        } catch (IllegalStateException e) {
            sequence.close();
            throw e;
        }
        return sequence;
    }

    /** Reads a prompt after what a sequence holds. */
    void read(OnnxSequence sequence, Prompt prompt) {
        RotaryPositions rotary = RotaryPositions.of(prompt, sequence.nextRotary());
        try {
            sequence.caches().read(sequence, embeds(prompt), rotary.axes());
            sequence.goesOnAt(rotary.next());
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
        try {
            sequences.get(0).caches().step(sequences, tokenIds);
        } catch (OrtException e) {
            throw OnnxSessions.bug(e);
        }
    }

    /** Sequences must be closed before. */
    @Override
    public void close() {
        shared.ifPresent(CacheKeeping::close);
        concatenated.close();
        decoder.close();
    }
}
