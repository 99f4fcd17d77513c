package io.watchword.llm.compress;

import static java.util.Objects.requireNonNull;

import io.watchword.contract.Modality;
import io.watchword.llm.project.Projector;
import java.util.List;

/** The bundle's resampler over all embeddings of a modality, where it has one for it. */
final class Resampling implements SegmentMemory.Digest {
    private final Projector projector;

    Resampling(Projector projector) {
        this.projector = requireNonNull(projector, "projector is null");
    }

    @Override
    public List<EmbeddingGrid> digest(List<EmbeddingGrid> older, Modality modality) {
        if (!projector.resamples(modality)) {
            return older;
        }
        int length = older.stream().mapToInt(block -> block.values().length).sum();
        float[] values = new float[length];
        int to = 0;
        for (EmbeddingGrid block : older) {
            System.arraycopy(block.values(), 0, values, to, block.values().length);
            to += block.values().length;
        }
        float[] latents = projector.resample(modality, values);
        return List.of(EmbeddingGrid.row(modality, latents.length / older.get(0).width(), latents));
    }
}
