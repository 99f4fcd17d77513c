package io.watchword.llm.compress;

import io.watchword.contract.Modality;
import java.util.Arrays;
import java.util.List;

/**
 * Weighted k-means over a stream of embeddings, a block at a time: the data of each round are the
 * centres with the number of embeddings they stand for, and the new block's embeddings with weight
 * 1. After Zhou et al., "Streaming Dense Video Captioning", 2024, section 3.2; the first embeddings
 * are the first centres, so nothing is drawn by chance and centres keep the order of a block.
 */
final class ClusterMemory {
    private static final int ROUNDS = 2; // for each block

    private final int most;
    private final int width;
    private final float[] centres; // (most, width), row-major
    private final float[] weights; // embeddings that each centre stands for
    private int count;

    ClusterMemory(int most, int width) {
        this.most = most;
        this.width = width;
        this.centres = new float[most * width];
        this.weights = new float[most];
    }

    /** Centres of the embeddings of these blocks, in time order: at most so many, as a row. */
    static EmbeddingGrid of(Modality modality, List<EmbeddingGrid> blocks, int most) {
        ClusterMemory memory = new ClusterMemory(most, blocks.get(0).width());
        blocks.forEach(memory::add);
        return memory.centres(modality);
    }

    /** Takes the embeddings of the next block. */
    void add(EmbeddingGrid block) {
        int from = 0;
        while (count < most && from < block.count()) {
            System.arraycopy(block.values(), from * width, centres, count * width, width);
            weights[count] = 1;
            count++;
            from++;
        }
        if (from == block.count()) {
            return;
        }
        float[] old = centres.clone();
        float[] oldWeights = weights.clone();
        for (int round = 0; round < ROUNDS; round++) {
            float[] sums = new float[centres.length];
            float[] total = new float[most];
            for (int i = 0; i < count; i++) {
                assign(old, i * width, oldWeights[i], sums, total);
            }
            for (int i = from; i < block.count(); i++) {
                assign(block.values(), i * width, 1, sums, total);
            }
            for (int i = 0; i < count; i++) {
                for (int j = 0; j < width && total[i] > 0; j++) { // without data it stays
                    centres[i * width + j] = sums[i * width + j] / total[i];
                }
            }
            System.arraycopy(total, 0, weights, 0, most);
        }
    }

    private void assign(float[] data, int from, float weight, float[] sums, float[] total) {
        int nearest = 0;
        float least = Float.POSITIVE_INFINITY;
        for (int i = 0; i < count; i++) {
            float distance = 0;
            for (int j = 0; j < width; j++) {
                float difference = centres[i * width + j] - data[from + j];
                distance += difference * difference;
            }
            if (distance < least) {
                least = distance;
                nearest = i;
            }
        }
        for (int j = 0; j < width; j++) {
            sums[nearest * width + j] += data[from + j] * weight;
        }
        total[nearest] += weight;
    }

    private EmbeddingGrid centres(Modality modality) {
        return EmbeddingGrid.row(modality, count, Arrays.copyOf(centres, count * width));
    }

    /** How many embeddings each centre stands for. */
    float[] weights() {
        return Arrays.copyOf(weights, count);
    }
}
