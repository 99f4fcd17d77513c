package io.watchword.encoders.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtSession;
import io.watchword.encoders.batch.BatchModel;
import io.watchword.encoders.preprocess.ImageTensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** RGB pictures to embeddings. Not thread-safe: the inference thread owns it. */
final class OnnxImageEncoder implements BatchModel<byte[], float[]> {
    private final OnnxModel model;
    private final ImageTensor image;
    private final FloatInput pixels; // (batch, 3, height, width), [0, 1]
    private final int[] tokens; // (tokens, dim)

    OnnxImageEncoder(OnnxModel model, ImageTensor image, int maxBatch) {
        this.model = model;
        this.image = image;
        model.requireInput("pixel_values", 3, image.heightPx(), image.widthPx());
        pixels = new FloatInput(maxBatch, 3, image.heightPx(), image.widthPx());
        tokens = model.outputShape("tokens");
    }

    @Override
    public List<float[]> run(List<byte[]> inputs) {
        int batch = inputs.size();
        for (int i = 0; i < batch; i++) {
            image.write(inputs.get(i), pixels.values(), pixels.offset(i));
        }
        try (OnnxTensor tensor = pixels.tensor(batch);
                OrtSession.Result result = model.run(Map.of("pixel_values", tensor))) {
            return Arrays.asList(model.floats(result, "tokens", batch, tokens));
        }
    }
}
