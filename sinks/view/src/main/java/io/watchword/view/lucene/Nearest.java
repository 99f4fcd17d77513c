package io.watchword.view.lucene;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.QueryTimeout;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnCollector;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TimeLimitingKnnCollectorManager;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TopKnnCollector;
import org.apache.lucene.search.knn.KnnCollectorManager;
import org.apache.lucene.search.knn.TopKnnCollectorManager;
import org.apache.lucene.util.BitSetIterator;
import org.apache.lucene.util.Bits;
import org.jspecify.annotations.Nullable;

/**
 * The documents whose vectors are nearest to one. Where few may be looked at, each of them is
 * compared, by its sketch if there are many of them: a walk through the graph would meet many that
 * may not be, before it gave up and compared them after all. Not thread-safe.
 */
final class Nearest {
    /** How many a walk through the graph of one part meets for each one that it is to find. */
    private static final int MET_FOR_EACH = 30;

    /** How many sketches are compared in the time of one vector. */
    private static final int SKETCHES_FOR_ONE = 20;

    /** How many of the nearest by sketch are compared in full, for each one that is to be found. */
    private static final int IN_FULL_FOR_EACH = 8;

    /** So many are compared in full at once. */
    private static final int FEW = 200;

    private final IndexSearcher searcher;
    private final Optional<Allowed> allowed;
    private final Sketches sketches;

    Nearest(IndexSearcher searcher, Optional<Allowed> allowed, Sketches sketches) {
        this.searcher = searcher;
        this.allowed = allowed;
        this.sketches = sketches;
    }

    /** At most {@code most}, the nearest first; a score is {@code (1 + cosine) / 2}. */
    ScoreDoc[] to(float[] vector, String field, int most) throws IOException {
        KnnCollectorManager collectors = new TopKnnCollectorManager(most, searcher);
        @Nullable QueryTimeout timeout = searcher.getTimeout();
        if (timeout != null) {
            collectors = new TimeLimitingKnnCollectorManager(collectors, timeout);
        }
        List<TopDocs> parts = new ArrayList<>();
        BestOf bySketch = new BestOf(IN_FULL_FOR_EACH * most);
        for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
            @Nullable FloatVectorValues vectors = leaf.reader().getFloatVectorValues(field);
            if (vectors == null || vectors.size() == 0) {
                continue;
            }
            Optional<Allowed.Of> may = allowed.map(all -> all.in(leaf));
            double met = met(vectors.size(), may, most);
            if (may.isPresent() && may.get().count() == 0) {
                continue;
            }
            if (may.isPresent() && isMany(may.get().count(), met)) {
                Optional<PartSketches> of = sketches.in(leaf.reader(), field);
                if (of.isPresent()) {
                    of.get().offer(vector, may.get().docs(), leaf.docBase, bySketch);
                    continue;
                }
            }
            parts.add(
                    shifted(
                            may.isPresent() && may.get().count() <= met
                                    ? each(vectors, vector, all(may.get()), most)
                                    : walk(leaf, field, vector, may, collectors),
                            leaf.docBase));
        }
        inFull(bySketch.docs(), vector, field, most, parts);
        return TopDocs.merge(most, parts.toArray(TopDocs[]::new)).scoreDocs;
    }

    /** How many vectors a walk meets: so many times more as there are more than may be found. */
    private static double met(int size, Optional<Allowed.Of> may, int most) {
        int count = may.map(Allowed.Of::count).orElse(size);
        return (double) MET_FOR_EACH * most * size / Math.max(1, count);
    }

    /** Whether comparing them by their sketches pays. */
    private static boolean isMany(int count, double met) {
        return count >= FEW && count <= SKETCHES_FOR_ONE * met;
    }

    private static TopDocs walk(
            LeafReaderContext leaf,
            String field,
            float[] vector,
            Optional<Allowed.Of> may,
            KnnCollectorManager collectors)
            throws IOException {
        @Nullable Bits docs = may.isPresent() ? may.get().docs() : leaf.reader().getLiveDocs();
        KnnCollector collector = collectors.newCollector(Integer.MAX_VALUE, leaf);
        leaf.reader().searchNearestVectors(field, vector, collector, docs);
        return collector.topDocs();
    }

    private static TopDocs shifted(TopDocs found, int docBase) {
        for (ScoreDoc one : found.scoreDocs) {
            one.doc += docBase;
        }
        return found;
    }

    /** Compares documents of the whole index, part by part. */
    private void inFull(int[] docs, float[] vector, String field, int most, List<TopDocs> parts)
            throws IOException {
        int at = 0;
        while (at < docs.length) {
            LeafReaderContext leaf =
                    searcher.getIndexReader()
                            .leaves()
                            .get(ReaderUtil.subIndex(docs[at], searcher.getIndexReader().leaves()));
            int begin = at;
            while (at < docs.length && docs[at] < leaf.docBase + leaf.reader().maxDoc()) {
                at++;
            }
            parts.add(
                    shifted(
                            each(
                                    leaf.reader().getFloatVectorValues(field),
                                    vector,
                                    these(docs, begin, at, leaf.docBase),
                                    most),
                            leaf.docBase));
        }
    }

    /** Documents one by one, in rising order, then {@link DocIdSetIterator#NO_MORE_DOCS}. */
    @FunctionalInterface
    private interface Docs {
        int next();
    }

    private static Docs all(Allowed.Of may) {
        BitSetIterator docs = new BitSetIterator(may.docs(), may.count());
        return docs::nextDoc;
    }

    private static Docs these(int[] docs, int begin, int end, int docBase) {
        int[] at = {begin};
        return () -> at[0] < end ? docs[at[0]++] - docBase : DocIdSetIterator.NO_MORE_DOCS;
    }

    private static TopDocs each(FloatVectorValues vectors, float[] vector, Docs wanted, int most)
            throws IOException {
        KnnCollector best = new TopKnnCollector(most, Integer.MAX_VALUE);
        for (int doc = wanted.next(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = wanted.next()) {
            if (vectors.docID() < doc) {
                vectors.advance(doc);
            }
            if (vectors.docID() == doc) {
                best.collect(doc, (1 + VectorFields.cosine(vectors.vectorValue(), vector)) / 2);
            }
        }
        return best.topDocs();
    }
}
