package io.watchword.llm.testing;

import io.watchword.contract.Modality;
import io.watchword.llm.project.Projector;
import java.util.Optional;

/**
 * Takes spatial blocks of 2×3, motion blocks of 4×3 and audio blocks of 2×3; keeps the first two
 * embeddings of each (one of audio), and their first two values times ten.
 */
public final class ScaleProjector implements Projector {
    @Override
    public Optional<Shape> shape(Modality modality) {
        return switch (modality) {
            case SPATIAL -> Optional.of(new Shape(2, 3, 2));
            case MOTION -> Optional.of(new Shape(4, 3, 2));
            case AUDIO -> Optional.of(new Shape(2, 3, 1));
            case TEMPORAL -> Optional.empty();
        };
    }

    @Override
    public int hidden() {
        return 2;
    }

    @Override
    public float[] project(Modality modality, float[] embeddings) {
        int positions = shape(modality).orElseThrow().positions();
        float[] values = new float[2 * positions];
        for (int i = 0; i < positions; i++) {
            values[2 * i] = 10 * embeddings[3 * i];
            values[2 * i + 1] = 10 * embeddings[3 * i + 1];
        }
        return values;
    }

    @Override
    public void close() {}
}
