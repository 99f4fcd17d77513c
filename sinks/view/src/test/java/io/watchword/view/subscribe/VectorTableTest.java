package io.watchword.view.subscribe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class VectorTableTest {
    @Test
    void givesTheCosinesThatOneAtATimeGives() {
        Random random = new Random(7);
        int rows = 1300; // more than two blocks
        float[][] vectors = new float[rows][];
        VectorTable table = new VectorTable(24);
        for (int row = 0; row < rows; row++) {
            vectors[row] = unit(random, 24);
            table.set(row, vectors[row]);
        }
        vectors[600] = unit(random, 24);
        table.set(600, vectors[600]);
        float[] query = unit(random, 24);

        float[] cosines = new float[rows];
        table.cosines(query, cosines);

        for (int row = 0; row < rows; row++) {
            double sum = 0;
            for (int d = 0; d < 24; d++) {
                sum += (double) vectors[row][d] * query[d];
            }
            assertThat((double) cosines[row]).as("row %d", row).isCloseTo(sum, within(1e-5));
        }
    }

    private static float[] unit(Random random, int dim) {
        float[] vector = new float[dim];
        double squares = 0;
        for (int d = 0; d < dim; d++) {
            vector[d] = (float) random.nextGaussian();
            squares += (double) vector[d] * vector[d];
        }
        for (int d = 0; d < dim; d++) {
            vector[d] = (float) (vector[d] / Math.sqrt(squares));
        }
        return vector;
    }
}
