package io.watchword.deploy.ask;

import io.watchword.contract.bundle.ModelBundle;
import io.watchword.deploy.eval.onnx.OnnxSearchText;
import io.watchword.fusion.ask.SearchText;
import io.watchword.llm.decode.PromptStage;
import io.watchword.llm.onnx.OnnxLanguageModel;

/** The text encoder for search of a bundle, behind its tokenizer. Owns both. */
public final class BundleSearchText implements SearchText, AutoCloseable {
    private final PromptStage stage;
    private final OnnxSearchText encoder;

    private BundleSearchText(PromptStage stage, OnnxSearchText encoder) {
        this.stage = stage;
        this.encoder = encoder;
    }

    /**
     * @throws IllegalArgumentException if the bundle has none, or it cannot be run
     */
    public static BundleSearchText open(ModelBundle bundle) {
        PromptStage stage = OnnxLanguageModel.openPromptStage(bundle);
        try {
            return new BundleSearchText(stage, OnnxSearchText.open(bundle));
        } catch (IllegalArgumentException e) {
            stage.close();
            throw e;
        }
    }

    @Override
    public float[] vector(String text) {
        int[] tokens = stage.tokenizer().encode(text);
        return tokens.length == 0 ? new float[0] : encoder.vector(tokens);
    }

    @Override
    public void close() {
        encoder.close();
        stage.close();
    }
}
