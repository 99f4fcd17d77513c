package io.watchword.view.lucene;

import io.watchword.view.search.Fusion;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.ScoreMode;

/**
 * The best documents by words and the best by likeness, each then scored by both. Not thread-safe.
 */
final class Candidates {
    /** What is less like a text than this share of the best has nothing to do with it. */
    private static final float LEAST_OF_BEST = 0.6f;

    private static final float LEAST = 0.1f;

    private final IndexSearcher searcher;
    private final IndexedValues values;
    private final Optional<Allowed> allowed;
    private final Sketches sketches;
    private final long known;
    private final Map<Found, Integer> ranks = new LinkedHashMap<>();
    private final Map<Integer, Long> numbers = new HashMap<>(); // by document
    private final Map<Found, Float> likeness = new HashMap<>();
    private Optional<Query> words = Optional.empty();
    private Optional<Like> like = Optional.empty();
    private float bestWords;
    private float bestLikeness;

    /** A document and its number, by which it is the same in every ranking. */
    record Found(int doc, long number) {}

    /**
     * What is looked for by likeness.
     *
     * @param self the document to be like; negative for a text
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Like(String field, float[] vector, int self) {
        boolean isText() {
            return self < 0;
        }
    }

    /**
     * @param allowed what may be ranked; empty for all
     * @param known documents of higher numbers are left out
     */
    Candidates(
            IndexSearcher searcher,
            IndexedValues values,
            Optional<Allowed> allowed,
            Sketches sketches,
            long known) {
        this.searcher = searcher;
        this.values = values;
        this.allowed = allowed;
        this.sketches = sketches;
        this.known = known;
    }

    /**
     * @param news how many may have to be left out
     */
    void byWords(Query query, int depth, int news) throws IOException {
        ScoreDoc[] top = new BestByWords(searcher, allowed).of(query, depth + news);
        words = Optional.of(query);
        List<ScoreDoc> of = known(top);
        bestWords = of.isEmpty() ? 0 : of.get(0).score;
        take(of, depth);
    }

    /**
     * @param news how many may have to be left out
     */
    void byLikeness(Like wanted, int depth, int news) throws IOException {
        int most = depth + news + (wanted.isText() ? 0 : 1);
        ScoreDoc[] top =
                new Nearest(searcher, allowed, sketches).to(wanted.vector(), wanted.field(), most);
        like = Optional.of(wanted);
        List<ScoreDoc> of = known(top);
        of.removeIf(one -> one.doc == wanted.self());
        bestLikeness = of.isEmpty() ? 0 : cosine(of.get(0));
        of.removeIf(one -> wanted.isText() && cosine(one) < least());
        take(of, depth);
    }

    /** As Lucene scores scalar products. */
    private static float cosine(ScoreDoc found) {
        return 2 * found.score - 1;
    }

    private float least() {
        return Math.max(LEAST, LEAST_OF_BEST * bestLikeness);
    }

    /** Those that do not have to be left out. */
    private List<ScoreDoc> known(ScoreDoc[] top) throws IOException {
        int[] docs = Arrays.stream(top).mapToInt(one -> one.doc).toArray();
        long[] of = values.numbers(docs);
        List<ScoreDoc> found = new ArrayList<>(top.length);
        for (int i = 0; i < top.length; i++) {
            numbers.put(docs[i], of[i]);
            if (of[i] <= known) {
                found.add(top[i]);
            }
        }
        return found;
    }

    private void take(List<ScoreDoc> top, int depth) {
        for (int rank = 0; rank < Math.min(depth, top.size()); rank++) {
            int doc = top.get(rank).doc;
            ranks.merge(new Found(doc, numbers.getOrDefault(doc, 0L)), rank, Math::min);
        }
    }

    /** All of them, the best first. What they are allowed by need not be asked again. */
    List<Fusion.Ranked<Found>> fused() throws IOException {
        List<Found> all = List.copyOf(ranks.keySet());
        int[] docs = all.stream().mapToInt(Found::doc).toArray();
        float[] byWords =
                words.isPresent()
                        ? values.scores(
                                searcher.createWeight(
                                        searcher.rewrite(words.get()), ScoreMode.COMPLETE, 1),
                                docs)
                        : new float[docs.length];
        float[] byLikeness =
                like.isPresent()
                        ? values.cosines(like.get().field(), like.get().vector(), docs)
                        : new float[docs.length];
        List<Fusion.Scored<Found>> scored = new ArrayList<>();
        for (int i = 0; i < docs.length; i++) {
            Found found = all.get(i);
            scored.add(
                    new Fusion.Scored<>(
                            found, ranks.getOrDefault(found, 0), byWords[i], byLikeness[i]));
            if (like.isPresent() && (byLikeness[i] >= least() || !like.get().isText())) {
                likeness.put(found, byLikeness[i]);
            }
        }
        return Fusion.fuse(
                scored,
                bestWords,
                bestLikeness,
                Comparator.comparingLong(found -> -found.number()));
    }

    /** How alike one of them is; empty if it is by its words alone that it was found. */
    Optional<Float> likeness(Found found) {
        return Optional.ofNullable(likeness.get(found));
    }
}
