package io.watchword.view.lucene;

import io.watchword.view.timeline.TimelineEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.PointValues;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.search.ScoreDoc;

/** What one state of the index says of single documents. Not thread-safe. */
final class IndexedValues {
    private final IndexReader reader;
    private final StoredFields stored;

    IndexedValues(IndexReader reader) throws IOException {
        this.reader = reader;
        this.stored = reader.storedFields();
    }

    TimelineEntry entry(int doc) throws IOException {
        return EntryDocument.entry(stored.document(doc));
    }

    /** The highest number of any document. */
    long lastNumber() throws IOException {
        long last = 0;
        for (LeafReaderContext leaf : reader.leaves()) {
            PointValues points = leaf.reader().getPointValues(EntryDocument.NUMBER);
            if (points != null) {
                last = Math.max(last, LongPoint.decodeDimension(points.getMaxPackedValue(), 0));
            }
        }
        return last;
    }

    /** The numbers of documents, in their order. */
    long[] numbers(ScoreDoc[] docs) throws IOException {
        Integer[] byDoc = new Integer[docs.length];
        Arrays.setAll(byDoc, i -> i);
        Arrays.sort(byDoc, Comparator.comparingInt(i -> docs[i].doc));
        long[] numbers = new long[docs.length];
        int leaf = -1;
        NumericDocValues values = null;
        for (int i : byDoc) {
            int of = ReaderUtil.subIndex(docs[i].doc, reader.leaves());
            LeafReaderContext context = reader.leaves().get(of);
            if (of != leaf || values == null) {
                leaf = of;
                values = context.reader().getNumericDocValues(EntryDocument.NUMBER);
            }
            if (values != null && values.advanceExact(docs[i].doc - context.docBase)) {
                numbers[i] = values.longValue();
            }
        }
        return numbers;
    }

    /** Names of the vector fields that the document's part of the index has. */
    List<String> vectorFields(int doc, String prefix) {
        List<String> fields = new ArrayList<>();
        for (FieldInfo field : leaf(doc).reader().getFieldInfos()) {
            if (field.name.startsWith(prefix) && field.getVectorDimension() > 0) {
                fields.add(field.name);
            }
        }
        return fields;
    }

    /** A copy of the whole vector, not of what it is searched by. */
    Optional<float[]> vector(String field, int doc) throws IOException {
        LeafReaderContext leaf = leaf(doc);
        FloatVectorValues vectors = leaf.reader().getFloatVectorValues(field);
        return vectors != null && vectors.advance(doc - leaf.docBase) == doc - leaf.docBase
                ? Optional.of(vectors.vectorValue().clone())
                : Optional.empty();
    }

    private LeafReaderContext leaf(int doc) {
        return reader.leaves().get(ReaderUtil.subIndex(doc, reader.leaves()));
    }
}
