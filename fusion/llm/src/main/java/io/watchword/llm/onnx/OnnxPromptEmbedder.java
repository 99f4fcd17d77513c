package io.watchword.llm.onnx;

import static io.watchword.contract.Checks.checkArgument;
import static io.watchword.contract.Checks.checkState;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.watchword.contract.bundle.ModelBundle;
import io.watchword.contract.bundle.ModelBundle.Roles;
import io.watchword.llm.engine.PromptEmbedder;
import io.watchword.llm.prompt.Prompt;
import java.nio.FloatBuffer;

/** Runs {@code embed_tokens} alone, for a decoder that runs elsewhere. Owns its session. */
final class OnnxPromptEmbedder implements PromptEmbedder {
    private final TextEmbedder text;

    private OnnxPromptEmbedder(TextEmbedder text) {
        this.text = text;
    }

    /**
     * @throws IllegalArgumentException if the bundle's {@code embed_tokens} is none
     */
    static OnnxPromptEmbedder open(ModelBundle bundle) {
        OrtSession session = OnnxSessions.open(bundle, Roles.EMBED_TOKENS);
        try {
            long[] embeds =
                    OnnxSessions.shape(
                            session.getOutputInfo(),
                            DecoderForm.INPUTS_EMBEDS,
                            OnnxJavaType.FLOAT,
                            3);
            checkArgument(embeds[2] > 0, "bundle %s: embed_tokens: hidden is open", bundle.name());
            return new OnnxPromptEmbedder(new TextEmbedder(session, (int) embeds[2]));
        } catch (OrtException e) {
            throw new IllegalArgumentException(
                    "bundle " + bundle.name() + ": " + OnnxSessions.line(e), e);
        }
    }

    @Override
    public int hidden() {
        return text.hidden();
    }

    @Override
    public float[] embed(Prompt prompt) {
        float[] values = new float[Math.multiplyExact(prompt.positions(), hidden())];
        FloatBuffer into = FloatBuffer.wrap(values);
        try {
            for (Prompt.Piece piece : prompt.pieces()) {
                if (piece instanceof Prompt.Tokens tokens) {
                    text.embed(tokens.ids(), into);
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

    @Override
    public void close() {
        text.close();
    }
}
