package io.watchword.llm.onnx;

import static io.watchword.contract.Checks.checkArgument;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Map;

/** Runs {@code embed_tokens}. Owns its session. Thread-safe. */
final class TextEmbedder implements AutoCloseable {
    private static final String INPUT_IDS = "input_ids";

    private final OrtSession session;
    private final int hidden;

    /**
     * @param hidden values of one embedding, as the decoder takes them
     * @throws IllegalArgumentException if the session is no such model
     */
    TextEmbedder(OrtSession session, int hidden) throws OrtException {
        OnnxSessions.shape(session.getInputInfo(), INPUT_IDS, OnnxJavaType.INT64, 2);
        long[] embeds =
                OnnxSessions.shape(
                        session.getOutputInfo(), DecoderForm.INPUTS_EMBEDS, OnnxJavaType.FLOAT, 3);
        checkArgument(
                embeds[2] < 0 || embeds[2] == hidden,
                "embed_tokens gives %d values, the decoder takes %d",
                embeds[2],
                hidden);
        this.session = session;
        this.hidden = hidden;
    }

    /**
     * @param into receives shape (ids, hidden), row-major, from its position on
     */
    void embed(int[] ids, FloatBuffer into) throws OrtException {
        LongBuffer input = OnnxSessions.longs(ids.length);
        for (int id : ids) {
            input.put(id);
        }
        long[] shape = {1, ids.length};
        try (OnnxTensor tensor =
                        OnnxTensor.createTensor(OnnxSessions.environment(), input.flip(), shape);
                OrtSession.Result result = session.run(Map.of(INPUT_IDS, tensor))) {
            into.put(
                    ((OnnxTensor) result.get(DecoderForm.INPUTS_EMBEDS).orElseThrow())
                            .getFloatBuffer());
        }
    }

    int hidden() {
        return hidden;
    }

    @Override
    public void close() {
        OnnxSessions.close(session);
    }
}
