package io.watchword.llm.onnx;

import static io.watchword.contract.Checks.checkArgument;
import static io.watchword.contract.Checks.checkState;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.watchword.contract.bundle.ModelBundle;
import io.watchword.contract.bundle.ModelBundle.Roles;
import io.watchword.llm.engine.PromptEmbedder;
import io.watchword.llm.prompt.Prompt;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Map;

/** Runs {@code embed_tokens} alone, for a decoder that runs elsewhere. Owns its session. */
final class OnnxPromptEmbedder implements PromptEmbedder {
    private static final String INPUT_IDS = "input_ids";

    private final OrtSession embedTokens;
    private final int hidden;

    private OnnxPromptEmbedder(OrtSession embedTokens, int hidden) {
        this.embedTokens = embedTokens;
        this.hidden = hidden;
    }

    /**
     * @throws IllegalArgumentException if the bundle's {@code embed_tokens} is none
     */
    static OnnxPromptEmbedder open(ModelBundle bundle) {
        OrtSession session = OnnxSessions.open(bundle, Roles.EMBED_TOKENS);
        try {
            OnnxSessions.shape(session.getInputInfo(), INPUT_IDS, OnnxJavaType.INT64, 2);
            long[] embeds =
                    OnnxSessions.shape(
                            session.getOutputInfo(),
                            DecoderForm.INPUTS_EMBEDS,
                            OnnxJavaType.FLOAT,
                            3);
            checkArgument(embeds[2] > 0, "bundle %s: embed_tokens: hidden is open", bundle.name());
            return new OnnxPromptEmbedder(session, (int) embeds[2]);
        } catch (OrtException e) {
            throw new IllegalArgumentException(
                    "bundle " + bundle.name() + ": " + OnnxSessions.line(e), e);
        }
    }

    @Override
    public int hidden() {
        return hidden;
    }

    @Override
    public float[] embed(Prompt prompt) {
        float[] values = new float[Math.multiplyExact(prompt.positions(), hidden)];
        FloatBuffer into = FloatBuffer.wrap(values);
        try {
            for (Prompt.Piece piece : prompt.pieces()) {
                if (piece instanceof Prompt.Tokens tokens) {
                    embed(tokens.ids(), into);
                } else if (piece instanceof Prompt.Embeds block) {
                    into.put(block.values());
                }
            }
        } catch (OrtException e) {
            throw OnnxSessions.bug(e);
        }
        checkState(!into.hasRemaining(), "prompt has fewer embeddings than positions");
        return values;
    }

    private void embed(int[] ids, FloatBuffer into) throws OrtException {
        LongBuffer input = OnnxSessions.longs(ids.length);
        for (int id : ids) {
            input.put(id);
        }
        long[] shape = {1, ids.length};
        try (OnnxTensor tensor =
                        OnnxTensor.createTensor(OnnxSessions.environment(), input.flip(), shape);
                OrtSession.Result result = embedTokens.run(Map.of(INPUT_IDS, tensor))) {
            into.put(
                    ((OnnxTensor) result.get(DecoderForm.INPUTS_EMBEDS).orElseThrow())
                            .getFloatBuffer());
        }
    }

    @Override
    public void close() {
        try {
            embedTokens.close();
        } catch (OrtException e) {
            throw OnnxSessions.bug(e);
        }
    }
}
