package io.watchword.encoders.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtSession;
import io.watchword.contract.MotionField;
import io.watchword.encoders.batch.BatchModel;
import io.watchword.encoders.preprocess.MotionClip;
import java.util.List;
import java.util.Map;

/** Clips of four seconds to ids. Not thread-safe: the inference thread owns it. */
final class OnnxClipTokenizer implements BatchModel<float[], int[]> {
    private final OnnxModel model;
    private final FloatInput clips; // (batch, 2, FRAMES, GRID_HEIGHT, GRID_WIDTH)
    private final int[] ids; // (tokens)

    OnnxClipTokenizer(OnnxModel model, int maxBatch) {
        this.model = model;
        int[] row = {2, MotionClip.FRAMES, MotionField.GRID_HEIGHT, MotionField.GRID_WIDTH};
        model.requireInput("clip", row);
        clips = new FloatInput(maxBatch, row);
        ids = model.outputShape("ids");
    }

    @Override
    public List<int[]> run(List<float[]> inputs) {
        int batch = inputs.size();
        for (int i = 0; i < batch; i++) {
            clips.put(i, inputs.get(i));
        }
        try (OnnxTensor tensor = clips.tensor(batch);
                OrtSession.Result result = model.run(Map.of("clip", tensor))) {
            return List.of(model.ids(result, "ids", batch, ids));
        }
    }
}
