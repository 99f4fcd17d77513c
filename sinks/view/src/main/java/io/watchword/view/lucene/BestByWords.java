package io.watchword.view.lucene;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.Optional;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.QueryTimeout;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BulkScorer;
import org.apache.lucene.search.CollectionTerminatedException;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.LeafCollector;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.TopScoreDocCollector;
import org.apache.lucene.search.TopScoreDocCollectorManager;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.FixedBitSet;
import org.jspecify.annotations.Nullable;

/**
 * The documents that match words best. Where many may be looked at, words lead, and what may not be
 * is passed over as if it were deleted: words alone leave out more of what cannot come among the
 * best than words within a filter. Not thread-safe.
 */
final class BestByWords {
    /** Of a part, below which a filter leads. */
    private static final double FEW = 0.02;

    /** Between two looks at the clock. */
    private static final int STEP = 1 << 16;

    private final IndexSearcher searcher;
    private final Optional<Allowed> allowed;

    BestByWords(IndexSearcher searcher, Optional<Allowed> allowed) {
        this.searcher = searcher;
        this.allowed = allowed;
    }

    /** At most {@code most}, the best first. */
    ScoreDoc[] of(Query words, int most) throws IOException {
        TopScoreDocCollectorManager collectors = new TopScoreDocCollectorManager(most, null, most);
        if (allowed.isEmpty()) {
            return searcher.search(words, collectors).scoreDocs;
        }
        TopScoreDocCollector best = collectors.newCollector();
        @Nullable Weight leading = null;
        @Nullable Weight led = null;
        for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
            Allowed.Of may = allowed.get().in(leaf);
            if (may.count() > 0) {
                boolean few = may.count() < FEW * leaf.reader().maxDoc();
                if (few && led == null) {
                    led = weight(within(words, allowed.get()));
                } else if (!few && leading == null) {
                    leading = weight(words);
                }
                score(requireNonNull(few ? led : leading), leaf, may.docs(), best);
            }
        }
        return best.topDocs().scoreDocs;
    }

    private static Query within(Query words, Allowed allowed) {
        return new BooleanQuery.Builder()
                .add(words, BooleanClause.Occur.MUST)
                .add(allowed, BooleanClause.Occur.FILTER)
                .build();
    }

    private Weight weight(Query query) throws IOException {
        return searcher.createWeight(searcher.rewrite(query), ScoreMode.TOP_SCORES, 1);
    }

    private void score(
            Weight weight, LeafReaderContext leaf, FixedBitSet may, TopScoreDocCollector best)
            throws IOException {
        LeafCollector collector = best.getLeafCollector(leaf);
        @Nullable BulkScorer scorer = weight.bulkScorer(leaf);
        @Nullable QueryTimeout timeout = searcher.getTimeout();
        int doc = may.nextSetBit(0);
        try {
            while (scorer != null
                    && doc != DocIdSetIterator.NO_MORE_DOCS
                    && (timeout == null || !timeout.shouldExit())) {
                long end = (long) doc + STEP;
                doc = scorer.score(collector, may, doc, (int) Math.min(end, Integer.MAX_VALUE));
            }
        } catch (CollectionTerminatedException e) {
            // nothing better can come from this part
        }
        collector.finish();
    }
}
