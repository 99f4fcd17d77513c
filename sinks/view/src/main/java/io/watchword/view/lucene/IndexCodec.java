package io.watchword.view.lucene;

import java.io.IOException;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.KnnVectorsWriter;
import org.apache.lucene.codecs.lucene912.Lucene912Codec;
import org.apache.lucene.codecs.lucene99.Lucene99HnswScalarQuantizedVectorsFormat;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;

/**
 * Lucene's own formats, with vectors searched as seven bits a value: a quarter of the memory and of
 * the time; the whole values lie beside them. Read back without this class, by the formats' names.
 */
final class IndexCodec extends Lucene912Codec {
    private static final int NEIGHBOURS = 16;
    private static final int BUILD_CANDIDATES = 64;
    private static final int MERGE_WORKERS = 1;
    private static final int BITS = 7;

    private final KnnVectorsFormat vectors =
            new Wide(
                    new Lucene99HnswScalarQuantizedVectorsFormat(
                            NEIGHBOURS, BUILD_CANDIDATES, MERGE_WORKERS, BITS, false, null, null));

    @Override
    public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
        return vectors;
    }

    /** A format that also takes the long vectors of large models. */
    private static final class Wide extends KnnVectorsFormat {
        private final KnnVectorsFormat format;

        Wide(KnnVectorsFormat format) {
            super(format.getName());
            this.format = format;
        }

        @Override
        public KnnVectorsWriter fieldsWriter(SegmentWriteState state) throws IOException {
            return format.fieldsWriter(state);
        }

        @Override
        public KnnVectorsReader fieldsReader(SegmentReadState state) throws IOException {
            return format.fieldsReader(state);
        }

        @Override
        public int getMaxDimensions(String fieldName) {
            return VectorFields.MAX_DIMENSIONS;
        }
    }
}
