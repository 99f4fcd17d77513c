package io.watchword.llm.project;

import static io.watchword.contract.Checks.checkArgument;

import io.watchword.contract.Modality;
import java.util.Optional;

/**
 * For encoders whose features are in the language model's space already: hands them on. A block may
 * hold several pictures.
 */
public final class FeatureProjector implements Projector {
    private final int tokens;
    private final int hidden;

    /**
     * @param tokens features of one picture; 1 where that depends on the picture
     */
    public FeatureProjector(int tokens, int hidden) {
        checkArgument(tokens > 0 && hidden > 0, "features are %d×%d", tokens, hidden);
        this.tokens = tokens;
        this.hidden = hidden;
    }

    @Override
    public Optional<Shape> shape(Modality modality) {
        return modality == Modality.SPATIAL
                ? Optional.of(new Shape(tokens, hidden, tokens, 1, true))
                : Optional.empty();
    }

    @Override
    public int hidden() {
        return hidden;
    }

    @Override
    public float[] project(Modality modality, float[] embeddings) {
        return embeddings.clone();
    }

    @Override
    public void close() {}
}
