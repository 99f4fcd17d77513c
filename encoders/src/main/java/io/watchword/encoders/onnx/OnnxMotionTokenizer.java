package io.watchword.encoders.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtSession;
import io.watchword.contract.MotionField;
import io.watchword.encoders.batch.BatchModel;
import io.watchword.encoders.encode.Encoders.MotionCode;
import io.watchword.encoders.preprocess.MotionTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Motion fields to ids and embeddings. Not thread-safe: the inference thread owns it. */
final class OnnxMotionTokenizer implements BatchModel<byte[], MotionCode> {
    private final OnnxModel model;
    private final MotionTensor motion;
    private final FloatInput fields; // (batch, steps, 3, GRID_HEIGHT, GRID_WIDTH), raw byte values
    private final int[] ids; // (tokens)
    private final int[] tokens; // (tokens, dim)

    OnnxMotionTokenizer(OnnxModel model, MotionTensor motion, int maxBatch) {
        this.model = model;
        this.motion = motion;
        int[] row = {motion.steps(), 3, MotionField.GRID_HEIGHT, MotionField.GRID_WIDTH};
        model.requireInput("motion", row);
        fields = new FloatInput(maxBatch, row);
        ids = model.outputShape("ids");
        tokens = model.outputShape("tokens");
    }

    @Override
    public List<MotionCode> run(List<byte[]> inputs) {
        int batch = inputs.size();
        for (int i = 0; i < batch; i++) {
            motion.write(inputs.get(i), fields.values(), fields.offset(i));
        }
        try (OnnxTensor tensor = fields.tensor(batch);
                OrtSession.Result result = model.run(Map.of("motion", tensor))) {
            int[][] idRows = model.ids(result, "ids", batch, ids);
            float[][] tokenRows = model.floats(result, "tokens", batch, tokens);
            List<MotionCode> codes = new ArrayList<>(batch);
            for (int i = 0; i < batch; i++) {
                codes.add(new MotionCode(idRows[i], tokenRows[i]));
            }
            return codes;
        }
    }
}
