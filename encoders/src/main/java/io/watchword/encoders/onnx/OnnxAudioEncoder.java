package io.watchword.encoders.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtSession;
import io.watchword.encoders.batch.BatchModel;
import io.watchword.encoders.encode.Encoders.AudioCode;
import io.watchword.encoders.preprocess.AudioTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Sound to embeddings and class probabilities. Not thread-safe: the inference thread owns it. */
final class OnnxAudioEncoder implements BatchModel<short[], AudioCode> {
    private final OnnxModel model;
    private final AudioTensor audio;
    private final FloatInput samples; // (batch, samples), [-1, 1)
    private final int[] tokens; // (tokens, dim)
    private final int[] scores; // (labels)

    OnnxAudioEncoder(OnnxModel model, AudioTensor audio, int maxBatch) {
        this.model = model;
        this.audio = audio;
        model.requireInput("pcm", audio.size());
        samples = new FloatInput(maxBatch, audio.size());
        tokens = model.outputShape("tokens");
        scores = model.outputShape("scores");
    }

    @Override
    public List<AudioCode> run(List<short[]> inputs) {
        int batch = inputs.size();
        for (int i = 0; i < batch; i++) {
            audio.write(inputs.get(i), samples.values(), samples.offset(i));
        }
        try (OnnxTensor tensor = samples.tensor(batch);
                OrtSession.Result result = model.run(Map.of("pcm", tensor))) {
            float[][] tokenRows = model.floats(result, "tokens", batch, tokens);
            float[][] scoreRows = model.floats(result, "scores", batch, scores);
            List<AudioCode> codes = new ArrayList<>(batch);
            for (int i = 0; i < batch; i++) {
                codes.add(new AudioCode(tokenRows[i], scoreRows[i]));
            }
            return codes;
        }
    }
}
