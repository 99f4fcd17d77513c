package io.watchword.encoders.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtSession;
import io.watchword.encoders.batch.BatchModel;
import io.watchword.encoders.encode.EncoderShapes;
import io.watchword.encoders.encode.Encoders.TemporalCode;
import io.watchword.encoders.encode.TemporalWindow;
import io.watchword.encoders.encode.TokenShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Windows of segments to embeddings of the newest. Not thread-safe: the inference thread owns it.
 */
final class OnnxTemporalEncoder implements BatchModel<TemporalWindow, TemporalCode> {
    private final OnnxModel model;
    private final FloatInput spatial; // (batch, segments, tokens, dim)
    private final FloatInput motion; // (batch, segments, tokens, dim)
    private final FloatInput audio; // (batch, segments, tokens, dim)
    private final FloatInput present; // (batch, segments, PRESENT)
    private final int[] tokens; // (tokens, dim)
    private final int[] search; // (dim)

    OnnxTemporalEncoder(OnnxModel model, EncoderShapes shapes, int maxBatch) {
        this.model = model;
        spatial = input("spatial", shapes.window(), shapes.spatial(), maxBatch);
        motion = input("motion", shapes.window(), shapes.motion(), maxBatch);
        audio = input("audio", shapes.window(), shapes.audio(), maxBatch);
        model.requireInput("present", shapes.window(), TemporalWindow.PRESENT);
        present = new FloatInput(maxBatch, shapes.window(), TemporalWindow.PRESENT);
        tokens = model.outputShape("tokens");
        search = model.outputShape("search");
    }

    private FloatInput input(String name, int window, TokenShape shape, int maxBatch) {
        int[] row = {window, shape.count(), shape.dim()};
        model.requireInput(name, row);
        return new FloatInput(maxBatch, row);
    }

    @Override
    public List<TemporalCode> run(List<TemporalWindow> inputs) {
        int batch = inputs.size();
        for (int i = 0; i < batch; i++) {
            TemporalWindow window = inputs.get(i);
            spatial.put(i, window.spatial());
            motion.put(i, window.motion());
            audio.put(i, window.audio());
            present.put(i, window.present());
        }
        try (OnnxTensor spatialTensor = spatial.tensor(batch);
                OnnxTensor motionTensor = motion.tensor(batch);
                OnnxTensor audioTensor = audio.tensor(batch);
                OnnxTensor presentTensor = present.tensor(batch);
                OrtSession.Result result =
                        model.run(
                                Map.of(
                                        "spatial", spatialTensor,
                                        "motion", motionTensor,
                                        "audio", audioTensor,
                                        "present", presentTensor))) {
            float[][] tokenRows = model.floats(result, "tokens", batch, tokens);
            float[][] searchRows = model.floats(result, "search", batch, search);
            List<TemporalCode> codes = new ArrayList<>(batch);
            for (int i = 0; i < batch; i++) {
                codes.add(new TemporalCode(tokenRows[i], searchRows[i]));
            }
            return codes;
        }
    }
}
