package io.watchword.view.lucene;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.QueryTimeout;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnCollector;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TimeLimitingKnnCollectorManager;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TopKnnCollector;
import org.apache.lucene.search.VectorScorer;
import org.apache.lucene.search.knn.KnnCollectorManager;
import org.apache.lucene.search.knn.TopKnnCollectorManager;
import org.apache.lucene.util.BitSet;
import org.apache.lucene.util.BitSetIterator;
import org.apache.lucene.util.Bits;
import org.jspecify.annotations.Nullable;

/**
 * The documents whose vectors are nearest to one. Where few may be looked at, each of them is
 * compared: a walk through the graph would meet many that may not be, before it gave up and
 * compared them after all. Not thread-safe.
 */
final class Nearest {
    /** How many a walk through the graph of one part meets for each one that it is to find. */
    private static final int MET_FOR_EACH = 30;

    private final IndexSearcher searcher;
    private final Optional<Allowed> allowed;

    Nearest(IndexSearcher searcher, Optional<Allowed> allowed) {
        this.searcher = searcher;
        this.allowed = allowed;
    }

    /** At most {@code most}, the nearest first; a score is {@code (1 + cosine) / 2}. */
    ScoreDoc[] to(float[] vector, String field, int most) throws IOException {
        KnnCollectorManager collectors = new TopKnnCollectorManager(most, searcher);
        @Nullable QueryTimeout timeout = searcher.getTimeout();
        if (timeout != null) {
            collectors = new TimeLimitingKnnCollectorManager(collectors, timeout);
        }
        List<TopDocs> parts = new ArrayList<>();
        for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
            @Nullable FloatVectorValues vectors = leaf.reader().getFloatVectorValues(field);
            if (vectors != null && vectors.size() > 0) {
                TopDocs found = in(leaf, vectors, vector, field, most, collectors);
                for (ScoreDoc one : found.scoreDocs) {
                    one.doc += leaf.docBase;
                }
                parts.add(found);
            }
        }
        return TopDocs.merge(most, parts.toArray(TopDocs[]::new)).scoreDocs;
    }

    private TopDocs in(
            LeafReaderContext leaf,
            FloatVectorValues vectors,
            float[] vector,
            String field,
            int most,
            KnnCollectorManager collectors)
            throws IOException {
        Optional<Allowed.Of> may = allowed.map(all -> all.in(leaf));
        int count = may.map(Allowed.Of::count).orElse(vectors.size());
        if (may.isPresent() && compareEach(count, vectors.size(), most)) {
            return each(vectors, vector, may.get(), most);
        }
        @Nullable Bits docs = may.isPresent() ? may.get().docs() : leaf.reader().getLiveDocs();
        KnnCollector collector = collectors.newCollector(Integer.MAX_VALUE, leaf);
        leaf.reader().searchNearestVectors(field, vector, collector, docs);
        return collector.topDocs();
    }

    /** A walk meets so many times more as there are more than may be found. */
    private static boolean compareEach(int count, int size, int most) {
        return (double) count * count <= (double) MET_FOR_EACH * most * size;
    }

    private static TopDocs each(FloatVectorValues vectors, float[] vector, Allowed.Of may, int most)
            throws IOException {
        KnnCollector best =
                new TopKnnCollector(Math.min(most, Math.max(1, may.count())), Integer.MAX_VALUE);
        VectorScorer scorer = vectors.scorer(vector);
        DocIdSetIterator have = scorer.iterator();
        BitSet docs = may.docs();
        BitSetIterator wanted = new BitSetIterator(docs, may.count());
        for (int doc = wanted.nextDoc();
                doc != DocIdSetIterator.NO_MORE_DOCS;
                doc = wanted.nextDoc()) {
            if (have.docID() < doc) {
                have.advance(doc);
            }
            if (have.docID() == doc) {
                best.collect(doc, scorer.score());
            }
        }
        return best.topDocs();
    }
}
