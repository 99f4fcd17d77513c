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
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Weight;

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

    /** Looks single documents up in one part of the index, in rising order. */
    @FunctionalInterface
    private interface Lookup {
        /** The value of a document of that part; what was there before if it has none. */
        void of(int docInLeaf, int at) throws IOException;
    }

    /** How documents are looked up in a part of the index. */
    @FunctionalInterface
    private interface LookupIn {
        Lookup in(LeafReaderContext leaf) throws IOException;
    }

    private void each(int[] docs, LookupIn lookups) throws IOException {
        Integer[] byDoc = new Integer[docs.length];
        Arrays.setAll(byDoc, i -> i);
        Arrays.sort(byDoc, Comparator.comparingInt(i -> docs[i]));
        int leaf = -1;
        Lookup lookup = (doc, at) -> {};
        for (int at : byDoc) {
            int of = ReaderUtil.subIndex(docs[at], reader.leaves());
            LeafReaderContext context = reader.leaves().get(of);
            if (of != leaf) {
                leaf = of;
                lookup = lookups.in(context);
            }
            lookup.of(docs[at] - context.docBase, at);
        }
    }

    /** The numbers of documents, in their order. */
    long[] numbers(int[] docs) throws IOException {
        long[] numbers = new long[docs.length];
        each(
                docs,
                leaf -> {
                    NumericDocValues values =
                            leaf.reader().getNumericDocValues(EntryDocument.NUMBER);
                    return (doc, at) -> {
                        if (values != null && values.advanceExact(doc)) {
                            numbers[at] = values.longValue();
                        }
                    };
                });
        return numbers;
    }

    /** Cosines of a vector with those of documents; 0 for one that has none. */
    float[] cosines(String field, float[] vector, int[] docs) throws IOException {
        float[] cosines = new float[docs.length];
        each(
                docs,
                leaf -> {
                    FloatVectorValues vectors = leaf.reader().getFloatVectorValues(field);
                    return (doc, at) -> {
                        if (vectors != null
                                && vectors.docID() < doc
                                && vectors.advance(doc) == doc) {
                            cosines[at] = VectorFields.cosine(vectors.vectorValue(), vector);
                        }
                    };
                });
        return cosines;
    }

    /** How a query scores documents; 0 for one that it does not find. */
    float[] scores(Weight weight, int[] docs) throws IOException {
        float[] scores = new float[docs.length];
        each(
                docs,
                leaf -> {
                    Scorer scorer = weight.scorer(leaf);
                    if (scorer == null) {
                        return (doc, at) -> {};
                    }
                    DocIdSetIterator found = scorer.iterator();
                    return (doc, at) -> {
                        int next = found.docID() < doc ? found.advance(doc) : found.docID();
                        if (next == doc) {
                            scores[at] = scorer.score();
                        }
                    };
                });
        return scores;
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
