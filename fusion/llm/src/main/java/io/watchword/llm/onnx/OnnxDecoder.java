package io.watchword.llm.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.Map;

/**
 * {@code decoder_model_merged} with what its sequences share. Owns all of it. Thread-safe.
 *
 * @param text embeds the tokens that follow
 */
record OnnxDecoder(OrtSession session, DecoderForm form, EmptyCache emptyCache, TextEmbedder text)
        implements AutoCloseable {

    /** The caller closes the result, not its inputs. */
    OrtSession.Result run(Map<String, OnnxTensor> inputs) throws OrtException {
        return session.run(inputs);
    }

    @Override
    public void close() {
        emptyCache.close();
        OnnxSessions.close(session);
        text.close();
    }
}
