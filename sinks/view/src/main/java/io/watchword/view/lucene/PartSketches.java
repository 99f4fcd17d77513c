package io.watchword.view.lucene;

import java.io.IOException;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.BitSet;
import org.apache.lucene.util.FixedBitSet;
import org.jspecify.annotations.Nullable;

/**
 * Sketches of the vectors of one field in one part of an index: of each value one bit, whether it
 * is above the mean. A sketch stands for the vector that lies a deviation above or below the mean
 * in each value; how near that is to another is an estimate of how near the vector itself is.
 * Thread-safe: never changes.
 *
 * <p>As in J. Gao and C. Long, "RaBitQ", 2024, section 3.3, the other vector keeps four bits a
 * value, so that bits are counted and nothing is multiplied; unlike there, vectors are not rotated.
 */
final class PartSketches {
    private static final int MOST_BITS = 256;
    private static final int SAMPLE = 4096;

    /**
     * So many sketches are fetched before they are compared: they lie apart, and memory is waited
     * for once for several of them.
     */
    private static final int TOGETHER = 128;

    private final int step; // every so many values have a bit
    private final int words; // of a sketch, 64 bits each
    private final long[] bits; // (documents, words), row-major
    private final @Nullable BitSet have; // documents with a vector; null if each has one
    private final float[] mean; // (dimensions)
    private final float[] deviation; // (dimensions)

    private PartSketches(LeafReader part, String field) throws IOException {
        FloatVectorValues vectors = part.getFloatVectorValues(field);
        int dimensions = vectors.dimension();
        this.step = (dimensions + MOST_BITS - 1) / MOST_BITS;
        this.words = ((dimensions + step - 1) / step + Long.SIZE - 1) / Long.SIZE;
        this.bits = new long[Math.multiplyExact(part.maxDoc(), words)];
        this.mean = new float[dimensions];
        this.deviation = new float[dimensions];
        sample(part.getFloatVectorValues(field), part.maxDoc());
        FixedBitSet with = new FixedBitSet(part.maxDoc());
        while (vectors.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
            put(vectors.docID(), vectors.vectorValue());
            with.set(vectors.docID());
        }
        this.have = vectors.size() == part.maxDoc() ? null : with;
    }

    static PartSketches of(LeafReader part, String field) throws IOException {
        return new PartSketches(part, field);
    }

    private void sample(FloatVectorValues vectors, int end) throws IOException {
        double[] sums = new double[mean.length];
        double[] squares = new double[mean.length];
        int seen = 0;
        int apart = Math.max(1, end / SAMPLE);
        int doc = vectors.nextDoc();
        while (doc != DocIdSetIterator.NO_MORE_DOCS) {
            float[] vector = vectors.vectorValue();
            for (int i = 0; i < vector.length; i++) {
                sums[i] += vector[i];
                squares[i] += (double) vector[i] * vector[i];
            }
            seen++;
            doc = doc + apart < end ? vectors.advance(doc + apart) : DocIdSetIterator.NO_MORE_DOCS;
        }
        for (int i = 0; i < mean.length; i++) {
            double of = sums[i] / Math.max(1, seen);
            mean[i] = (float) of;
            deviation[i] = (float) Math.sqrt(Math.max(0, squares[i] / Math.max(1, seen) - of * of));
        }
    }

    private void put(int doc, float[] vector) {
        int first = doc * words;
        for (int i = 0, bit = 0; i < vector.length; i += step, bit++) {
            if (vector[i] > mean[i]) {
                bits[first + bit / Long.SIZE] |= 1L << bit;
            }
        }
    }

    /**
     * Offers each document by how near its sketch is to a vector.
     *
     * @param may which to offer
     * @param base of their numbers in the whole index
     */
    void offer(float[] vector, BitSet may, int base, BestOf best) {
        Compared compared = new Compared(vector);
        int[] docs = new int[TOGETHER];
        long[] sketches = new long[TOGETHER * words];
        int end = may.length();
        int doc = first(may, 0, end);
        while (doc != DocIdSetIterator.NO_MORE_DOCS) {
            int count = 0;
            while (count < TOGETHER && doc != DocIdSetIterator.NO_MORE_DOCS) {
                if (have == null || have.get(doc)) {
                    docs[count] = doc;
                    for (int i = 0; i < words; i++) {
                        sketches[count * words + i] = bits[doc * words + i];
                    }
                    count++;
                }
                doc = first(may, doc + 1, end);
            }
            for (int i = 0; i < count; i++) {
                best.offer(base + docs[i], compared.with(sketches, i * words));
            }
        }
    }

    private static int first(BitSet of, int from, int end) {
        return from < end ? of.nextSetBit(from) : DocIdSetIterator.NO_MORE_DOCS;
    }

    /** A vector that sketches are compared with: what each of their bits adds, in sixteen steps. */
    private final class Compared {
        private static final int PLANES = 4;

        private final long[] planes = new long[words * PLANES]; // (words, planes), row-major
        private final float none; // what a sketch without any bit is worth
        private final float least; // what a bit of step 0 adds
        private final float stepSize;

        Compared(float[] vector) {
            float sum = 0;
            float low = Float.POSITIVE_INFINITY;
            float high = Float.NEGATIVE_INFINITY;
            for (int i = 0; i < vector.length; i++) {
                sum += vector[i] * mean[i];
                if (i % step == 0) {
                    sum -= vector[i] * deviation[i];
                    low = Math.min(low, adds(vector, i));
                    high = Math.max(high, adds(vector, i));
                }
            }
            none = sum;
            least = low;
            stepSize = (high - low) / ((1 << PLANES) - 1);
            for (int i = 0, bit = 0; i < vector.length; i += step, bit++) {
                int steps = stepSize > 0 ? Math.round((adds(vector, i) - low) / stepSize) : 0;
                for (int plane = 0; plane < PLANES; plane++) {
                    planes[bit / Long.SIZE * PLANES + plane] |= (long) (steps >> plane & 1) << bit;
                }
            }
        }

        private float adds(float[] vector, int i) {
            return 2 * deviation[i] * vector[i];
        }

        /** An estimate of the product of the vector with the one that is sketched. */
        float with(long[] sketches, int at) {
            int count = 0;
            int steps = 0;
            for (int i = 0; i < words; i++) {
                long sketch = sketches[at + i];
                int plane = i * PLANES;
                count += Long.bitCount(sketch);
                steps +=
                        Long.bitCount(sketch & planes[plane])
                                + 2 * Long.bitCount(sketch & planes[plane + 1])
                                + 4 * Long.bitCount(sketch & planes[plane + 2])
                                + 8 * Long.bitCount(sketch & planes[plane + 3]);
            }
            return none + least * count + stepSize * steps;
        }
    }
}
