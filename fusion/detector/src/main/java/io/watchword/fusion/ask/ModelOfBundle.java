package io.watchword.fusion.ask;

import static java.util.Objects.requireNonNull;

import io.watchword.fusion.describe.Description;
import java.util.concurrent.CompletableFuture;

/**
 * The language model of a bundle that also reads what another encoded: asked in its own bundle's
 * name, since it refuses to be taken for another. Owns the model behind it.
 */
public final class ModelOfBundle implements WindowModel {
    private final WindowModel model;
    private final String bundleSha256;

    public ModelOfBundle(WindowModel model, String bundleSha256) {
        this.model = requireNonNull(model, "model is null");
        this.bundleSha256 = requireNonNull(bundleSha256, "bundleSha256 is null");
    }

    @Override
    public CompletableFuture<Description> answer(Asked asked) {
        return model.answer(
                new Asked(
                        asked.requestId(),
                        bundleSha256,
                        asked.language(),
                        asked.text(),
                        asked.segments()));
    }

    @Override
    public void close() {
        model.close();
    }
}
