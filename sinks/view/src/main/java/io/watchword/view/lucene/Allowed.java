package io.watchword.view.lucene;

import java.io.IOException;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.ConstantScoreScorer;
import org.apache.lucene.search.ConstantScoreWeight;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.BitSetIterator;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.FixedBitSet;
import org.jspecify.annotations.Nullable;

/**
 * The documents of one state of the index that a search may look at, found once and used by every
 * ranking. As a query it finds just them. Filters that are asked for again and again are kept by
 * Lucene's own cache, for each part of the index.
 */
final class Allowed extends Query {
    private final IdentityHashMap<LeafReaderContext, Of> parts = new IdentityHashMap<>();

    /** Those of one part, and how many they are; deleted ones are not among them. */
    record Of(FixedBitSet docs, int count) {}

    private Allowed() {}

    /** Empty where every document may be looked at. */
    static Optional<Allowed> by(List<BooleanClause> demands, IndexSearcher searcher)
            throws IOException {
        if (demands.isEmpty()) {
            return Optional.empty();
        }
        Allowed allowed = new Allowed();
        Weight weight =
                searcher.createWeight(
                        searcher.rewrite(all(demands)), ScoreMode.COMPLETE_NO_SCORES, 1);
        for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
            FixedBitSet docs = new FixedBitSet(leaf.reader().maxDoc());
            @Nullable Scorer found = weight.scorer(leaf);
            if (found != null) {
                docs.or(found.iterator());
            }
            keep(docs, leaf.reader().getLiveDocs());
            allowed.parts.put(leaf, new Of(docs, docs.cardinality()));
        }
        return Optional.of(allowed);
    }

    private static void keep(FixedBitSet docs, @Nullable Bits live) {
        if (live == null) {
            return;
        }
        for (int doc = next(docs, 0);
                doc != DocIdSetIterator.NO_MORE_DOCS;
                doc = next(docs, doc + 1)) {
            if (!live.get(doc)) {
                docs.clear(doc);
            }
        }
    }

    private static int next(FixedBitSet docs, int from) {
        return from < docs.length() ? docs.nextSetBit(from) : DocIdSetIterator.NO_MORE_DOCS;
    }

    /** All of the clauses as one query; without any that filters, of all there is. */
    static Query all(List<BooleanClause> demands) {
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        demands.forEach(all::add);
        if (demands.stream().noneMatch(BooleanClause::isRequired)) {
            all.add(new MatchAllDocsQuery(), BooleanClause.Occur.FILTER);
        }
        return all.build();
    }

    /** Those of a part of the same state of the index. */
    Of in(LeafReaderContext leaf) {
        return parts.getOrDefault(leaf, new Of(new FixedBitSet(0), 0));
    }

    @Override
    public Weight createWeight(IndexSearcher searcher, ScoreMode scoreMode, float boost) {
        return new ConstantScoreWeight(this, boost) {
            @Override
            public Scorer scorer(LeafReaderContext leaf) {
                Of of = in(leaf);
                return new ConstantScoreScorer(
                        this, score(), scoreMode, new BitSetIterator(of.docs(), of.count()));
            }

            @Override
            public boolean isCacheable(LeafReaderContext leaf) {
                return false; // found once for one search
            }
        };
    }

    @Override
    public void visit(QueryVisitor visitor) {
        visitor.visitLeaf(this);
    }

    @Override
    public String toString(String field) {
        return "allowed";
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
